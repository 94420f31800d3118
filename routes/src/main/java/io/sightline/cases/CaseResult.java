package io.sightline.cases;

import io.sightline.integration.Place;
import java.time.Duration;
import java.util.List;

/**
 * How a case went.
 *
 * @param place of the case in its file
 * @param took how long it took, with the start of its routes
 * @param mismatches none when it passed
 * @param notes what is worth to be known, though it fails nothing
 */
public record CaseResult(String name, Place place, Duration took, List<Mismatch> mismatches, List<String> notes) {
    public boolean passed() {
        return mismatches.isEmpty();
    }
}
