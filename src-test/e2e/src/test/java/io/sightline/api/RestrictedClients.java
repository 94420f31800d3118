package io.sightline.api;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Clients of the realm that may not do everything: some have few scopes, some few sources, some both. */
record RestrictedClients(Api api) {
    static final List<String> NAMES = List.of(
            "sightline-viewer", "sightline-operator", "sightline-invoker", "sightline-camera", "sightline-sourceless");

    /** Scopes that the contract asks for and the client's token does not have. */
    Set<String> missing(ContractCall call, String client) {
        var missing = new TreeSet<>(call.operation().scopes());
        missing.removeAll(scopes(client));
        return missing;
    }

    /** Those that have the scopes that an operation needs. */
    List<String> permitted(ContractCall call) {
        return NAMES.stream().filter(client -> missing(call, client).isEmpty()).toList();
    }

    private List<String> scopes(String client) {
        return Arrays.asList(
                Tokens.claims(api.token(client)).path("scope").asText().split(" "));
    }
}
