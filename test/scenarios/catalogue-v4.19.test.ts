import { checkKernels } from './check-kernels.js';

// The kernels are split over files so that both cores have work.
checkKernels(['v4.19']);
