#pragma once

#include <stddef.h>

// A file that is part of the program.
typedef struct {
  const unsigned char *bytes;
  size_t length;
} embedded_file;

embedded_file embedded_iris(void);
embedded_file embedded_wine(void);
embedded_file embedded_breast_cancer(void);
// Packed with gzip.
embedded_file embedded_digits(void);
embedded_file embedded_diabetes(void);
