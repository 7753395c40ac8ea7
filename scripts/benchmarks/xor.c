/* XOR with a 2-4-1 network of sigmoids, mean squared error 1/(2m) Σ (y − ŷ)², full batch gradient
   descent in float32: straight loops of fixed sizes. usage: xor EPOCHS
   Prints the seconds of an epoch and the loss after the last. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { SAMPLES = 4, INPUTS = 2, HIDDEN = 4 };

static const float x[SAMPLES][INPUTS] = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
static const float y[SAMPLES] = {0, 1, 1, 0};
static float w1[HIDDEN][INPUTS] = {{0.5f, -0.4f}, {0.9f, 1.0f}, {-0.6f, 0.8f}, {0.3f, -0.7f}};
static float w2[HIDDEN] = {-1.2f, 1.1f, 0.7f, -0.5f};
static float b1[HIDDEN], b2;

static float sigmoid(float z) { return 1 / (1 + expf(-z)); }

/* One epoch; returns the loss before its update. */
static float epoch(float rate) {
  float dw1[HIDDEN][INPUTS] = {{0}}, dw2[HIDDEN] = {0}, db1[HIDDEN] = {0}, db2 = 0, sum = 0;
  for (int s = 0; s < SAMPLES; s++) {
    float a1[HIDDEN], z2 = b2;
    for (int j = 0; j < HIDDEN; j++) {
      float z1 = b1[j];
      for (int i = 0; i < INPUTS; i++) z1 += w1[j][i] * x[s][i];
      a1[j] = sigmoid(z1);
      z2 += w2[j] * a1[j];
    }
    float a2 = sigmoid(z2), error = a2 - y[s], d2 = error * a2 * (1 - a2);
    sum += error * error;
    db2 += d2;
    for (int j = 0; j < HIDDEN; j++) {
      float d1 = w2[j] * d2 * a1[j] * (1 - a1[j]);
      dw2[j] += d2 * a1[j];
      db1[j] += d1;
      for (int i = 0; i < INPUTS; i++) dw1[j][i] += d1 * x[s][i];
    }
  }
  rate /= SAMPLES;
  b2 -= rate * db2;
  for (int j = 0; j < HIDDEN; j++) {
    w2[j] -= rate * dw2[j];
    b1[j] -= rate * db1[j];
    for (int i = 0; i < INPUTS; i++) w1[j][i] -= rate * dw1[j][i];
  }
  return sum / (2 * SAMPLES);
}

int main(int argc, char **argv) {
  long epochs = argc > 1 ? atol(argv[1]) : 1;
  struct timespec a, b;
  float loss = 0;
  clock_gettime(CLOCK_MONOTONIC, &a);
  for (long e = 0; e < epochs; e++) loss = epoch(0.5f);
  clock_gettime(CLOCK_MONOTONIC, &b);
  double seconds = b.tv_sec - a.tv_sec + 1e-9 * (b.tv_nsec - a.tv_nsec);
  printf("%.12f %.9g\n", seconds / epochs, loss);
  return 0;
}
