import { checkKernels } from './check-kernels.js';

// The kernels are split over files so that both cores have work.
checkKernels(['v3.11', 'v3.12', 'v4.6']);
