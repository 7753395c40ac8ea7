import Formats

/// What a file holds, as its first bytes say; its name only tells dialects of text apart.
enum FileKind {
  /// Delimited text, and what parts its cells where the name says so.
  case text(Separator?)
  case arff, fann, images, array, archive
  /// A kind that is known but not read.
  case foreign(String)

  var hasLabelsApart: Bool {
    switch self {
    case .images, .array: true
    case .text, .arff, .fann, .archive, .foreign: false
    }
  }

  init(_ start: [UInt8], _ name: String) {
    var name = name.lowercased()
    if name.hasSuffix(".gz") { name.removeLast(3) }
    let ending = name.lastIndex(of: ".").map { String(name[$0...]) } ?? ""
    let foreign = [".xlsx", ".xls", ".parquet", ".pkl", ".pickle", ".pt", ".h5"]
    if start.starts(with: [0x93] + "NUMPY".utf8) {
      self = .array
    } else if foreign.contains(ending) {
      self = .foreign(ending)
    } else if start.starts(with: "PK".utf8), [3, 5].contains(start.dropFirst(2).first) {
      self = .archive
    } else if IDXReader.recognizes(start) {
      self = .images
    } else if ending == ".arff" || ARFFReader.recognizes(start) {
      self = .arff
    } else if ending == ".data", FANNReader.recognizes(start) {
      self = .fann
    } else {
      self = .text(ending == ".tsv" ? .tab : nil)
    }
  }
}
