window.onload = () => {
  window.ui = SwaggerUIBundle({
    urls: [
      { name: "Sightline", url: "../v1/openapi.yaml" },
      { name: "Open Inference Protocol", url: "../v2/openapi.yaml" },
    ],
    dom_id: "#swagger-ui",
    deepLinking: true,
    // x-error-codes of an operation.
    showExtensions: true,
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    layout: "StandaloneLayout",
  });
};
