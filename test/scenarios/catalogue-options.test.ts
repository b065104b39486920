import { checkKernels } from './check-kernels.js';

// The kernels are split over files so that both cores have work.
checkKernels(['rfc-20180620-enomem', 'patch-20180628']);
