// swift-tools-version: 6.2
import PackageDescription

// Checking at run time that no two accesses to a variable overlap was a fifth of what a loop of the
// language cost; tests of the debug build still do it.
let unchecked = SwiftSetting.unsafeFlags(
  ["-enforce-exclusivity=unchecked"], .when(configuration: .release))

// The way of the data, from the ground up: each target imports only targets above it in this list.
let package = Package(
  name: "nn",
  products: [.executable(name: "nn", targets: ["nn"])],
  targets: [
    .systemLibrary(name: "CZlib"),
    .systemLibrary(name: "CLibEdit"),
    .systemLibrary(name: "CGlibc"),
    .target(name: "CDatasets", cSettings: [.unsafeFlags(["-std=c23"])]),
    .target(
      name: "CEditLine", dependencies: ["CLibEdit"], linkerSettings: [.linkedLibrary("edit")]),
    .target(name: "CMapping", cSettings: [.unsafeFlags(["-std=c23", "-D_GNU_SOURCE"])]),
    .target(name: "Catalog"),
    .target(name: "Language", dependencies: ["Catalog"], swiftSettings: [unchecked]),
    // Also in a debug build: otherwise training there would be a hundred times slower.
    .target(
      name: "CKernels", cSettings: [.unsafeFlags(["-std=c23", "-O3", "-fno-math-errno"])]),
    .target(
      name: "Engine", dependencies: ["Catalog", "CKernels"],
      // A square root that may set errno is a call that no loop around it can be vectorised over.
      swiftSettings: [unchecked, .unsafeFlags(["-Xcc", "-fno-math-errno"])]),
    .target(name: "Scores", dependencies: ["Catalog", "Engine"]),
    .target(name: "Formats", dependencies: ["CZlib", "CMapping"]),
    .target(name: "Datasets", dependencies: ["Catalog", "Engine", "Formats", "CDatasets"]),
    .target(name: "Reports", dependencies: ["Catalog", "Engine"]),
    .target(
      name: "Rendering", dependencies: ["Catalog", "Engine", "Language", "Reports", "Formats"]),
    .target(
      name: "Experiment",
      dependencies: [
        "Catalog", "Language", "Engine", "Scores", "Formats", "Datasets", "Reports",
      ],
      swiftSettings: [unchecked]),
    .target(
      name: "Workbench",
      dependencies: [
        "Catalog", "Language", "Engine", "Scores", "Formats", "Datasets", "Reports", "Rendering",
        "Experiment", "CGlibc",
      ],
      swiftSettings: [unchecked]),
    .target(name: "Prompt", dependencies: ["CEditLine"]),
    .executableTarget(
      name: "nn",
      dependencies: ["Catalog", "Experiment", "Workbench", "Rendering", "Prompt", "CGlibc"],
      // One static file starts in a millisecond; lld knows how to link it without a warning.
      linkerSettings: [
        .unsafeFlags(["-static-executable", "-use-ld=lld"]),
        .linkedLibrary("bsd"), .linkedLibrary("md"), .linkedLibrary("tinfo"),
      ]),
    .testTarget(name: "CatalogTests", dependencies: ["Catalog"]),
    .testTarget(name: "LanguageTests", dependencies: ["Language"]),
    .testTarget(
      name: "EngineTests", dependencies: ["Engine", "CKernels", "Scores"], exclude: ["References"]),
    .testTarget(name: "FormatsTests", dependencies: ["Formats"]),
    .testTarget(name: "DatasetsTests", dependencies: ["Datasets"]),
    .testTarget(name: "RenderingTests", dependencies: ["Rendering", "Reports"]),
    .testTarget(name: "ExperimentTests", dependencies: ["Experiment"]),
    .testTarget(name: "WorkbenchTests", dependencies: ["Experiment", "Workbench", "Rendering"]),
    .testTarget(name: "PromptTests", dependencies: ["Prompt"]),
  ],
  swiftLanguageModes: [.v6]
)
