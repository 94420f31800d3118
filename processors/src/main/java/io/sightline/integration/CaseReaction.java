package io.sightline.integration;

import java.util.Map;
import java.util.Optional;

/**
 * What something that stands in for an endpoint or a bean does to an exchange.
 *
 * @param body what the body becomes
 * @param headers that are set
 * @param exchangeProperties that are set
 * @param fails what is thrown instead
 */
public record CaseReaction(
        CaseContent body,
        Map<String, CaseValue> headers,
        Map<String, CaseValue> exchangeProperties,
        Optional<CaseFailure> fails) {
    /** Leaves the exchange as it is. */
    public static final CaseReaction NONE =
            new CaseReaction(new CaseContent.Unsaid(), Map.of(), Map.of(), Optional.empty());
}
