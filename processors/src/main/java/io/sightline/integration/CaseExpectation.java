package io.sightline.integration;

import java.util.Map;

/**
 * What a test expects of one endpoint.
 *
 * @param endpoint without options; one that ends with {@code *} stands for all that begin so; {@link #REPLY} and
 *     {@link #BEAN} stand for what is no endpoint
 * @param count how many messages are like this
 */
public record CaseExpectation(
        Place place, String endpoint, CaseContent body, Map<String, CaseValue> headers, int count) {
    /** Stands for what the inputs are answered. */
    public static final String REPLY = "reply";

    /** Begins the names of beans that a case stands in for. */
    public static final String BEAN = "bean:";

    /** Whether anything but the number counts. */
    public boolean saysHow() {
        return !(body instanceof CaseContent.Unsaid) || !headers.isEmpty();
    }
}
