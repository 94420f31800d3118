package io.sightline.integration;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The value of a header.
 *
 * @param value a text, a number, true or false; null when it is not there
 * @param pattern what it is to match instead; null when the value counts
 */
public record CaseValue(
        Place place, @Nullable Object value, @Nullable Pattern pattern) {}
