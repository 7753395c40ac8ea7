// swift-tools-version: 6.2
import PackageDescription

// The way of the data, from the ground up: each target imports only targets above it in this list.
let package = Package(
  name: "nn",
  products: [.executable(name: "nn", targets: ["nn"])],
  targets: [
    .systemLibrary(name: "COpenBLAS"),
    .systemLibrary(name: "CZlib"),
    .systemLibrary(name: "CLibEdit"),
    .target(name: "CDatasets", cSettings: [.unsafeFlags(["-std=c23"])]),
    .target(
      name: "CEditLine", dependencies: ["CLibEdit"], linkerSettings: [.linkedLibrary("edit")]),
    .target(name: "Catalog"),
    .target(name: "Language", dependencies: ["Catalog"]),
    .target(
      name: "Engine", dependencies: ["Catalog", "COpenBLAS"],
      // A square root that may set errno is a call that no loop around it can be vectorised over.
      swiftSettings: [.unsafeFlags(["-Xcc", "-fno-math-errno"])]),
    .target(name: "Scores", dependencies: ["Catalog", "Engine"]),
    .target(name: "Formats", dependencies: ["CZlib"]),
    .target(name: "Datasets", dependencies: ["Catalog", "Engine", "Formats", "CDatasets"]),
    .target(name: "Reports", dependencies: ["Catalog", "Engine"]),
    .target(
      name: "Rendering", dependencies: ["Catalog", "Engine", "Language", "Reports", "Formats"]),
    .target(
      name: "Workbench",
      dependencies: [
        "Catalog", "Language", "Engine", "Scores", "Formats", "Datasets", "Reports", "Rendering",
      ]),
    .target(name: "Prompt", dependencies: ["CEditLine"]),
    .executableTarget(
      name: "nn",
      dependencies: ["Catalog", "Workbench", "Rendering", "Prompt"],
      // One static file starts in a millisecond; lld knows how to link it without a warning.
      linkerSettings: [
        .unsafeFlags(["-static-executable", "-use-ld=lld"]),
        .linkedLibrary("bsd"), .linkedLibrary("md"), .linkedLibrary("tinfo"),
      ]),
    .testTarget(name: "CatalogTests", dependencies: ["Catalog"]),
    .testTarget(name: "LanguageTests", dependencies: ["Language"]),
    .testTarget(name: "EngineTests", dependencies: ["Engine", "Scores"], exclude: ["References"]),
    .testTarget(name: "FormatsTests", dependencies: ["Formats"]),
    .testTarget(name: "DatasetsTests", dependencies: ["Datasets"]),
    .testTarget(name: "RenderingTests", dependencies: ["Rendering", "Reports"]),
    .testTarget(name: "WorkbenchTests", dependencies: ["Workbench", "Rendering"]),
    .testTarget(name: "PromptTests", dependencies: ["Prompt"]),
  ],
  swiftLanguageModes: [.v6]
)
