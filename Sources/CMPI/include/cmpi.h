// The few calls of MPI that ranks need, with plain types: what mpi.h offers as cast macros
// (MPI_COMM_WORLD, MPI_BYTE) Swift cannot see. Empty without the package trait `MPI`.
// All but cmpi_ticket are for the thread that called cmpi_start.
#pragma once
#include <stdint.h>

typedef struct {
  /// Of this process among all, and how many there are.
  int rank, size;
  /// Lowest rank of this machine, and how many ranks this machine has.
  int machine, neighbours;
  /// Processors that the ranks of this machine may use together.
  int processors;
} cmpi_place;

/// Joins the other ranks. Every later failure of MPI ends all of them.
cmpi_place cmpi_start(void);
/// Leaves together with all other ranks.
void cmpi_stop(void);

/// What every rank states, by rank.
void cmpi_gather_count(int64_t own, int64_t *counts);
/// The bytes of every rank one behind the other; `counts` as gathered, their sum below 2³¹.
void cmpi_gather(const void *own, const int64_t *counts, void *all);

/// Takes the next number, from 0 on, of one of this machine's two counters; any thread may.
int64_t cmpi_ticket(int counter);
/// Sets one of this machine's counters back to 0.
void cmpi_reset(int counter);
