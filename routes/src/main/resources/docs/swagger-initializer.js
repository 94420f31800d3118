// Shows the contracts of this server. A token stays in the memory of this page and goes with it.

// What looks at things and changes nothing is ticked beforehand in the window that asks for scopes.
const scopes = ["inference:invoke", "detections:read", "images:read", "models:read"];

/** The jar's own page knows nothing of this style sheet. */
const style = () => {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = "sightline.css";
  document.head.append(link);
};

/** Leaves of the ways to a token the one for people: a page keeps no secret, so it asks for none. */
const page = (loginIsOffered) => ({
  // Its drawing brings a style of its own, which the page's policy leaves out.
  components: { Logo: () => null },
  statePlugins: {
    spec: {
      wrapActions: {
        updateJsonSpec: (update) => (contract) => {
          const schemes = contract.components?.securitySchemes ?? {};
          Object.values(schemes).forEach((scheme) => delete scheme.flows?.clientCredentials);
          if (!loginIsOffered) {
            delete contract.components?.securitySchemes;
          }
          return update(contract);
        },
      },
    },
  },
});

window.onload = async () => {
  const { clientId } = await (await fetch("settings.json")).json();
  document.title = "Sightline";
  style();
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
    // Without a client to log in by, the page is there to be read.
    ...(clientId ? {} : { supportedSubmitMethods: [] }),
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    plugins: [page(Boolean(clientId))],
    layout: "StandaloneLayout",
  });
  if (clientId) {
    window.ui.initOAuth({ clientId, scopes, usePkceWithAuthorizationCodeGrant: true });
  }
};
