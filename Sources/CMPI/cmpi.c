#ifdef HAVE_MPI
#define _GNU_SOURCE
#include "cmpi.h"
#include <mpi.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { counters = 2, line = 64 / sizeof(int64_t) };

static MPI_Comm machine = MPI_COMM_NULL;
static MPI_Win window = MPI_WIN_NULL;
// In memory that the ranks of this machine share, each counter on a cache line of its own.
static _Atomic int64_t *tickets;

static int shared_processors(void) {
  cpu_set_t own, all;
  CPU_ZERO(&own);
  sched_getaffinity(0, sizeof own, &own);
  MPI_Allreduce(&own, &all, sizeof own, MPI_BYTE, MPI_BOR, machine);
  return CPU_COUNT(&all);
}

static void share_tickets(int is_first) {
  int64_t *base;
  MPI_Aint size = is_first ? counters * line * sizeof(int64_t) : 0;
  int unit;
  MPI_Win_allocate_shared(size, 1, MPI_INFO_NULL, machine, &base, &window);
  MPI_Win_shared_query(window, 0, &size, &unit, &base);
  tickets = (_Atomic int64_t *)base;
  if (is_first)
    for (int counter = 0; counter < counters; counter++) cmpi_reset(counter);
  MPI_Barrier(machine);
}

cmpi_place cmpi_start(void) {
  cmpi_place place;
  int level, on_machine;
  MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &level);
  MPI_Comm_rank(MPI_COMM_WORLD, &place.rank);
  MPI_Comm_size(MPI_COMM_WORLD, &place.size);
  MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, place.rank, MPI_INFO_NULL, &machine);
  MPI_Comm_rank(machine, &on_machine);
  MPI_Comm_size(machine, &place.neighbours);
  place.machine = place.rank;
  MPI_Bcast(&place.machine, 1, MPI_INT, 0, machine);
  place.processors = shared_processors();
  share_tickets(on_machine == 0);
  return place;
}

void cmpi_stop(void) {
  MPI_Win_free(&window);
  MPI_Comm_free(&machine);
  MPI_Finalize();
}

void cmpi_gather_count(int64_t own, int64_t *counts) {
  MPI_Allgather(&own, 1, MPI_INT64_T, counts, 1, MPI_INT64_T, MPI_COMM_WORLD);
}

void cmpi_gather(const void *own, const int64_t *counts, void *all) {
  int size, rank, offset = 0;
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  int *lengths = malloc(2 * size * sizeof *lengths), *offsets = lengths + size;
  for (int i = 0; i < size; offset += lengths[i++]) {
    lengths[i] = (int)counts[i];
    offsets[i] = offset;
  }
  MPI_Allgatherv(own, lengths[rank], MPI_BYTE, all, lengths, offsets, MPI_BYTE, MPI_COMM_WORLD);
  free(lengths);
}

int64_t cmpi_ticket(int counter) { return atomic_fetch_add(&tickets[counter * line], 1); }

void cmpi_reset(int counter) { atomic_store(&tickets[counter * line], 0); }
#endif
