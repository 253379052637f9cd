import type { Language } from '../../../shared/domain.ts';
import { segmentName } from '../../../shared/language/segments.ts';
import type { SegmentationModel } from '../segmentation/model.ts';

/** What a person or another program may want to know of an exported model without decoding it, as JSON text. */
export function modelCard(model: SegmentationModel, language: Language): string {
  const { autoencoder, kmeans } = model.fitted;
  const card = {
    version: model.version,
    method: model.fitted.method,
    features: model.preprocessing.columns.map(({ id }) => id),
    network: autoencoder && { inputs: autoencoder.nFeatures, encoder: autoencoder.layers },
    centres: kmeans && { count: kmeans.nClusters, dimensions: kmeans.nFeatures },
    segments: model.segments.map((segment) => ({ ...segment, name: segmentName(segment, language) })),
    holds: 'scaling, weights and centres; no customer',
  };
  return `${JSON.stringify(card, null, 2)}\n`;
}
