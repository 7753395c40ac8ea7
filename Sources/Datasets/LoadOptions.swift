import Catalog

/// How a file is to be read.
package struct LoadOptions: Equatable, Sendable {
  /// Names of columns or their numbers from 1; or `none`; or `inputs`, where the inputs themselves
  /// are to be predicted. Empty: the last column.
  package var target: [String]
  /// Nil: as the target's values suggest.
  package var task: Task?
  package var header: Header
  /// Nil: found out from the first lines.
  package var separator: Separator?
  /// The columns that are inputs, by name or number; empty: all that are no target.
  package var columns: [String]
  /// Columns that are left out, by name or number.
  package var drop: [String]
  package var missing: MissingPolicy
  package var decimal: DecimalMark
  /// The file with the labels, beside one with images alone.
  package var labels: String?
  /// Whether `columns` are what a network was trained on: each must be there, by its name, or by its
  /// place where the file names none.
  var isForPrediction = false

  package init(
    target: [String] = [], task: Task? = nil, header: Header = .auto,
    separator: Separator? = nil, columns: [String] = [], drop: [String] = [],
    missing: MissingPolicy = .error, decimal: DecimalMark = .point, labels: String? = nil
  ) {
    self.target = target
    self.task = task
    self.header = header
    self.separator = separator
    self.columns = columns
    self.drop = drop
    self.missing = missing
    self.decimal = decimal
    self.labels = labels
  }
}

package enum Task: String, Vocabulary {
  case classification, regression

  package static let noun = "task"
  package var summary: String {
    switch self {
    case .classification: "the target names classes"
    case .regression: "the target is a number to come close to"
    }
  }
}

package enum Header: String, Vocabulary {
  case auto, on, off

  package static let noun = "header setting"
  package var summary: String {
    switch self {
    case .auto: "the first line holds names where none of its cells is a number"
    case .on: "the first line holds the names of the columns"
    case .off: "the first line is data"
    }
  }
}

package enum Separator: String, Vocabulary {
  case comma, semicolon, tab, pipe, space

  package static let noun = "separator"
  package var summary: String {
    switch self {
    case .comma: "cells are parted by ','"
    case .semicolon: "cells are parted by ';'"
    case .tab: "cells are parted by a tab"
    case .pipe: "cells are parted by '|'"
    case .space: "cells are parted by one or more blanks"
    }
  }

  var byte: UInt8 {
    switch self {
    case .comma: 0x2C
    case .semicolon: 0x3B
    case .tab: 0x09
    case .pipe: 0x7C
    case .space: 0x20
    }
  }
}

/// What stands in front of the fraction of a number.
package enum DecimalMark: String, Vocabulary {
  case point, comma

  package static let noun = "decimal mark"
  package var summary: String {
    switch self {
    case .point: "numbers are written 1.5"
    case .comma: "numbers are written 1,5"
    }
  }

  var byte: UInt8 {
    switch self {
    case .point: 0x2E
    case .comma: 0x2C
    }
  }
}

/// What is done with cells that are empty, `?`, `NA`, `NaN` or `null`.
package enum MissingPolicy: String, Vocabulary {
  case error, drop, mean

  package static let noun = "way with missing cells"
  package var summary: String {
    switch self {
    case .error: "a missing cell is an error"
    case .drop: "rows with a missing cell are left out"
    case .mean: "a missing number becomes the mean of its column, a missing text none of its texts"
    }
  }
}

extension MissingPolicy {
  /// What to do about a missing cell.
  static func suggestion(isForPrediction: Bool) -> String {
    isForPrediction
      ? "fill it in, take the row out, or load what the network learns from with missing=mean"
      : "missing=drop leaves such rows out, missing=mean fills them in"
  }
}
