import CDatasets
import Catalog
import Formats

/// Data sets of the textbooks that are part of the program.
package enum BuiltinDataset: String, Vocabulary {
  case iris, wine
  case breastCancer = "breast_cancer"
  case digits, diabetes

  package static let noun = "data set"

  package var summary: String {
    switch self {
    case .iris: "150 flowers, 4 lengths in cm, 3 species (Fisher 1936)"
    case .wine: "178 wines, 13 chemical measurements, 3 cultivars"
    case .breastCancer: "569 tumours, 30 measurements of cell nuclei, benign or malignant"
    case .digits: "1797 handwritten digits, 8×8 pixels from 0 to 16"
    case .diabetes: "442 patients, 10 measurements as taken, the disease a year later (regression)"
    }
  }

  /// Reads the data with the reader of CSV files.
  package func load() throws(DataError) -> Dataset {
    let read = try loadDataset(bytes: file, name: rawValue)
    // What the target is needs no reason here.
    return try Dataset(
      name: read.name, inputs: read.inputs, inputNames: read.inputNames, target: read.target)
  }

  private var file: [UInt8] {
    let embedded =
      switch self {
      case .iris: embedded_iris()
      case .wine: embedded_wine()
      case .breastCancer: embedded_breast_cancer()
      case .digits: embedded_digits()
      case .diabetes: embedded_diabetes()
      }
    return Array(UnsafeBufferPointer(start: embedded.bytes, count: embedded.length))
  }
}
