package io.sightline.integration;

import io.sightline.failure.Quotation;
import io.sightline.integration.YamlNode.Text;

/** Judges the endpoints that a test names: it names them as routes do, but without options. */
final class CaseEndpoints {
    private final ComponentCatalogue catalogue;
    private final FileScope scope;

    CaseEndpoints(ComponentCatalogue catalogue, FileScope scope) {
        this.catalogue = catalogue;
        this.scope = scope;
    }

    void check(Text text, String path) {
        scope.checkPlaceholders(text, path);
        var findings = scope.findings();
        int query = text.value().replaceAll("\\{\\{.*?}}", "").indexOf('?');
        if (query >= 0) {
            findings.error(
                    text.place(),
                    path,
                    "the endpoint '" + Quotation.of(text.value()) + "' has options, and a test names none",
                    "end it before the question mark");
            return;
        }
        var scheme = EndpointUri.of(text.value()).scheme();
        if (text.value().indexOf(':') < 0 && !scheme.isEmpty()) {
            findings.error(
                    text.place(),
                    path,
                    "'" + Quotation.of(text.value()) + "' is no endpoint",
                    "it looks like kafka:orders or direct:book");
        } else if (!scheme.isEmpty() && !catalogue.isHere("component", scheme)) {
            EndpointCheck.notHere(text, scheme, path, catalogue, findings);
        }
    }
}
