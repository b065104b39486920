import { checkKernels } from './check-kernels.js';

// The kernels are split over files so that both cores have work.
checkKernels(['v5.10', 'v5.16', 'v6.1', 'v6.5']);
