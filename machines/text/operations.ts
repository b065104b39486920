import type { Op } from '../../src/model/index.js';
import {
  allocPages,
  cacheSyscall,
  exit,
  faultWithReadahead,
  faultWithSlab,
  mmapPopulate,
  mmapWaitingFor,
  munmap,
  slabSyscall,
  truncate,
  userFault,
  type Gfp,
} from '../programs.js';
import { integer, reference, words } from './field.js';
import { MOST_MAPPED, size } from './size.js';
import { operation, type Operation, type Operations } from './steps.js';

const GFP = ['NOWAIT', 'ATOMIC', 'NORETRY', 'NOFAIL', 'RETRY_MAYFAIL', 'NOFS'] as const satisfies readonly Gfp[];

const allocation = {
  order: integer('the order of the allocation; one page is charged all the same', 0, 10),
  gfp: words('flags on top of GFP_KERNEL, without their underscores', GFP),
};

const holding = { ...allocation, holding: reference('mutex', 'a mutex that is held meanwhile') };

const pages = { pages: size('how many', MOST_MAPPED) };

const mutex = { mutex: reference('mutex', 'the mutex to wait for') };

/** What a task's program may do, by the name that a text scenario has for it: one call each. */
export const OPERATIONS: Operations = {
  user_fault: operation('touch an anonymous page: a user page fault', allocation, [], userFault),
  fault_with_slab: operation('a user page fault that needs slab memory first', allocation, [], faultWithSlab),
  fault_with_readahead: operation('a user page fault with an optional charge', allocation, [], faultWithReadahead),
  slab: operation('a system call that allocates accounted slab memory', holding, [], ({ holding: lock, ...how }) =>
    withMutex(lock, slabSyscall(how)),
  ),
  page_cache: operation(
    'a system call that adds a page to the page cache, such as write(2)',
    holding,
    [],
    ({ holding: lock, ...how }) => withMutex(lock, cacheSyscall(how)),
  ),
  alloc_pages: withFreePages(
    operation(
      'an allocation outside any memcg, straight from the page allocator; needs freePages',
      holding,
      [],
      ({ holding: lock, ...how }) => withMutex(lock, allocPages(how)),
    ),
  ),
  truncate: operation('open(2) with O_TRUNC: waits for a mutex, uninterruptibly', mutex, ['mutex'], (given) =>
    truncate(given.mutex!),
  ),
  mmap_waiting: operation('mmap(2) that waits for a mutex with mmap_sem held for writing', mutex, ['mutex'], (given) =>
    mmapWaitingFor(given.mutex!),
  ),
  mmap_populate: operation('mmap(2) with MAP_POPULATE', pages, ['pages'], (given) => mmapPopulate(given.pages!)),
  munmap: operation('munmap(2) of some of its pages', pages, ['pages'], (given) => munmap(given.pages!)),
  exit: operation('exit(2)', {}, [], exit),
};

const withMutex = (lock: string | undefined, ops: Op[]): Op[] =>
  lock === undefined ? ops : [{ type: 'mutex_lock', lock }, ...ops, { type: 'mutex_unlock', lock }];

/** The page allocator is only there where the scenario says what it has. */
function withFreePages(allocating: Operation): Operation {
  const { schema, read } = allocating.field;
  return {
    ...allocating,
    field: {
      schema,
      read(value, place) {
        if (place.names.counter.includes('zone')) return read(value, place);
        return place.reader.refuse(
          place.at,
          'Nothing is said of the page allocator.',
          'Say how many pages it has free: "freePages: 0".',
        );
      },
    },
  };
}
