#include "CDatasets.h"

static const unsigned char iris[] = {
#embed "data/iris.csv"
};

static const unsigned char wine[] = {
#embed "data/wine.csv"
};

static const unsigned char breast_cancer[] = {
#embed "data/breast_cancer.csv"
};

static const unsigned char digits[] = {
#embed "data/digits.csv.gz"
};

static const unsigned char diabetes[] = {
#embed "data/diabetes.csv"
};

#define EMBEDDED(name) \
  embedded_file embedded_##name(void) { return (embedded_file){name, sizeof name}; }

EMBEDDED(iris)
EMBEDDED(wine)
EMBEDDED(breast_cancer)
EMBEDDED(digits)
EMBEDDED(diabetes)
