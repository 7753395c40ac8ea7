/* The matrix products of an epoch of training, and nothing else: forward z = a Wᵀ, the gradients
   δᵀ a, and δ W but for the first layer, each a call of cblas_sgemm, in the order of training.
   usage: products EPOCHS SAMPLES BATCH INPUTS UNITS…      prints the seconds of an epoch */
#include <cblas.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MOST = 8 };

static int layers, width[MOST + 1];
static float *a[MOST + 1], *delta[MOST + 1], *w[MOST + 1], *dw[MOST + 1];

static float *numbers(size_t count) {
  float *p = aligned_alloc(64, (count * sizeof *p + 63) / 64 * 64);
  for (size_t i = 0; i < count; i++) p[i] = (float)(rand() % 1000) / 1000 - 0.5f;
  return p;
}

static void batch(int m) {
  for (int l = 1; l <= layers; l++)
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, width[l], width[l - 1], 1, a[l - 1],
                width[l - 1], w[l], width[l - 1], 0, a[l], width[l]);
  for (int l = layers; l >= 1; l--) {
    cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, width[l], width[l - 1], m, 1, delta[l],
                width[l], a[l - 1], width[l - 1], 0, dw[l], width[l - 1]);
    if (l > 1)
      cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, width[l - 1], width[l], 1,
                  delta[l], width[l], w[l], width[l - 1], 0, delta[l - 1], width[l - 1]);
  }
}

/* Keeps the numbers bounded: no epoch may meet infinities or denormals that training has not. */
static void refill(int size) {
  for (int l = 0; l <= layers; l++)
    for (size_t i = 0; i < (size_t)size * width[l]; i++)
      a[l][i] = delta[l][i] = (float)(i % 17) / 17 - 0.5f;
}

int main(int argc, char **argv) {
  if (argc < 6 || argc > 5 + MOST) return 2;
  int epochs = atoi(argv[1]), samples = atoi(argv[2]), size = atoi(argv[3]);
  layers = argc - 5;
  for (int l = 0; l <= layers; l++) {
    width[l] = atoi(argv[4 + l]);
    a[l] = numbers((size_t)size * width[l]);
    delta[l] = numbers((size_t)size * width[l]);
    if (l == 0) continue;
    w[l] = numbers((size_t)width[l] * width[l - 1]);
    dw[l] = numbers((size_t)width[l] * width[l - 1]);
  }
  double seconds = 0;
  for (int e = 0; e <= epochs; e++) {
    struct timespec t0, t1;
    refill(size);
    clock_gettime(CLOCK_MONOTONIC, &t0);
    for (int done = 0; done < samples; done += size)
      batch(samples - done < size ? samples - done : size);
    clock_gettime(CLOCK_MONOTONIC, &t1);
    /* The first epoch only warms up. */
    if (e > 0) seconds += t1.tv_sec - t0.tv_sec + 1e-9 * (t1.tv_nsec - t0.tv_nsec);
  }
  printf("%.12f\n", seconds / epochs);
  return 0;
}
