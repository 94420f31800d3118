package io.sightline.schemas;

import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;
import org.openapitools.openapidiff.core.output.ConsoleRender;

/** What has changed in a contract of the REST API since it was released. */
final class ContractChange {
    private final ChangedOpenApi change;

    private ContractChange(ChangedOpenApi change) {
        this.change = change;
    }

    static ContractChange between(String released, String current) {
        return new ContractChange(OpenApiCompare.fromContents(released, current));
    }

    /** Whether a client that was written for the released one fails with the current one. */
    boolean breaksClients() {
        return change.isIncompatible();
    }

    /** All changes, for people. */
    String described() {
        var text = new ByteArrayOutputStream();
        new ConsoleRender().render(change, new OutputStreamWriter(text, StandardCharsets.UTF_8));
        return text.toString(StandardCharsets.UTF_8);
    }
}
