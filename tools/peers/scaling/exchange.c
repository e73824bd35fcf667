// Time of one exchange between ranks as Ganglion makes it: MPI_Allgather of the sizes, MPI_Allgatherv of
// the bytes. Prints one line a payload: bytes of each rank, median seconds.
#include <mpi.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { repeats = 201 };

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double exchange(char *own, int64_t bytes, int size, char *all) {
  int64_t counts[size];
  int lengths[size], offsets[size];
  double start = MPI_Wtime();
  MPI_Allgather(&bytes, 1, MPI_INT64_T, counts, 1, MPI_INT64_T, MPI_COMM_WORLD);
  for (int i = 0, offset = 0; i < size; offset += lengths[i++]) {
    lengths[i] = (int)counts[i];
    offsets[i] = offset;
  }
  MPI_Allgatherv(own, (int)bytes, MPI_BYTE, all, lengths, offsets, MPI_BYTE, MPI_COMM_WORLD);
  return MPI_Wtime() - start;
}

int main(int count, char **arguments) {
  int rank, size;
  MPI_Init(&count, &arguments);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  for (int64_t bytes = 64; bytes <= 1 << 20; bytes *= 4) {
    char *own = calloc(bytes, 1), *all = calloc(bytes, size);
    double times[repeats];
    for (int i = 0; i < repeats; i++) {
      MPI_Barrier(MPI_COMM_WORLD);
      times[i] = exchange(own, bytes, size, all);
    }
    qsort(times, repeats, sizeof *times, ascending);
    if (rank == 0) printf("%ld %.3g\n", (long)bytes, times[repeats / 2]);
    free(own);
    free(all);
  }
  MPI_Finalize();
}
