/** The nouns of Clientele, as plain data: what the engine computes, the workspace keeps and every host shows. */
export * from './domain/common.ts';
export * from './domain/data.ts';
export * from './domain/features.ts';
export * from './domain/training.ts';
export * from './domain/results.ts';
export * from './domain/jobs.ts';
