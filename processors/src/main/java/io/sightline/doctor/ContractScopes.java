package io.sightline.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The scopes that the operations of the contracts need. */
public final class ContractScopes {
    private static final List<String> CONTRACTS =
            List.of("/openapi/sightline-v1.yaml", "/openapi/open-inference-v2.yaml");

    private ContractScopes() {}

    /** All of them, in order. */
    public static Set<String> all() throws IOException {
        var scopes = new TreeSet<String>();
        for (var contract : CONTRACTS) {
            try (var input = Objects.requireNonNull(ContractScopes.class.getResourceAsStream(contract), contract)) {
                for (JsonNode security :
                        new YAMLMapper().readTree(input).path("paths").findValues("security")) {
                    security.forEach(
                            schemes -> schemes.forEach(names -> names.forEach(scope -> scopes.add(scope.asText()))));
                }
            }
        }
        return scopes;
    }
}
