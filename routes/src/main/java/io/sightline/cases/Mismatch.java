package io.sightline.cases;

import io.sightline.integration.Place;
import java.util.List;

/**
 * One way in which a case went otherwise than expected.
 *
 * @param place of what is expected, in the file of the test
 * @param message what differs, in one line
 * @param details lines that show how
 */
public record Mismatch(Place place, String message, List<String> details) {}
