import type { Language } from '../../../shared/domain.ts';
import { segmentName } from '../../../shared/language/segments.ts';
import type { AutoencoderModel } from '../ml/networks/autoencoder-model.ts';
import type { SegmentationModel } from '../segmentation/model.ts';

/** What a person or another program may want to know of an exported model without decoding it, as JSON text. */
export function modelCard(model: SegmentationModel, language: Language): string {
  const { autoencoder, kmeans, mixture, classifier, tree } = model.fitted;
  const card = {
    version: model.version,
    method: model.fitted.method,
    features: model.preprocessing.columns.map(({ id }) => id),
    network: autoencoder && {
      inputs: autoencoder.nFeatures,
      encoder: autoencoder.layers,
      // Missing where a model was made before there was a choice.
      ...(autoencoder.training.noise === undefined ? {} : { denoising: denoising(autoencoder.training) }),
      ...(autoencoder.training.learningRate === undefined ? {} : { learningRate: autoencoder.training.learningRate }),
      epochs: autoencoder.training.epochs,
    },
    centres: kmeans && { count: kmeans.nClusters, dimensions: kmeans.nFeatures },
    ...(mixture ? { mixture: { components: mixture.mixture.nClusters, dimensions: mixture.mixture.nFeatures } } : {}),
    ...(classifier
      ? {
          classifier: {
            inputs: classifier.nFeatures,
            layers: classifier.layers,
            labels: classifier.nClasses,
            temperature: classifier.temperature,
          },
        }
      : {}),
    ...(tree
      ? { tree: { leaves: tree.tree.feature.filter((feature) => feature < 0).length, labels: tree.tree.nClasses } }
      : {}),
    ...(model.fitted.method === 'gan'
      ? { centresOf: 'synthetic customers; neither they nor the network that drew them are kept' }
      : {}),
    segments: model.segments.map((segment) => ({ ...segment, name: segmentName(segment, language) })),
    adjustedByHand: {
      followedByNewCustomers: model.refinements.map(({ kind }) => kind),
      movedOneByOne: model.movedByHand,
      ...(model.movedByHand > 0
        ? { note: 'Customers moved one by one stay where they were put; new customers cannot follow them.' }
        : {}),
    },
    holds: 'scaling, weights, centres and thresholds; no customer',
  };
  return `${JSON.stringify(card, null, 2)}\n`;
}

function denoising({ noise, noiseKind = 'masking' }: AutoencoderModel['training']): Record<string, unknown> {
  return noiseKind === 'gaussian'
    ? { kind: noiseKind, deviation: noise }
    : { kind: noiseKind, shareOfInputsBlanked: noise };
}
