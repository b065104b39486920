import type { TextScenarios } from '../../src/model/index.js';
import { kernels } from '../kernels.js';
import { compile } from './compile.js';
import { schema } from './schema.js';

/** Scenarios in text: for people who write no TypeScript. */
export const textScenarios: TextScenarios = {
  schema,
  compile: (document, reader) => compile(document, reader, kernels),
};
