/** The sizes that most scenarios share, with the kernel's own in brackets. */
export const SIZES =
  'pages 2 (thousands); retries 0 (MEM_CGROUP_RECLAIM_RETRIES 5); batch 1, no stock (32); reaper tries 1 (10)';
