import { checkKernels } from './check-kernels.js';

// The kernels are split over files so that both cores have work.
checkKernels(['v4.20', 'v5.0', 'v5.1', 'v5.4']);
