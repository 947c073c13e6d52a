export default {
  // Next leaves the package as it is in node_modules, so that it finds its WebAssembly files.
  serverExternalPackages: ["refiner-wasm"],
};
