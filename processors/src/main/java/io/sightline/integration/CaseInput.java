package io.sightline.integration;

import java.util.Map;

/**
 * A message that a test sends.
 *
 * @param target id of a route, or the endpoint that one begins with
 * @param isRoute whether it is the id
 * @param headers of the message
 * @param exchangeProperties of the exchange that carries it
 */
public record CaseInput(
        Place place,
        String target,
        boolean isRoute,
        CaseContent body,
        Map<String, CaseValue> headers,
        Map<String, CaseValue> exchangeProperties) {}
