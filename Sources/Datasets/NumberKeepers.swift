import Engine
import Formats

extension MappedFile: NumberKeeper {}
extension NumberFile: NumberKeeper {}
