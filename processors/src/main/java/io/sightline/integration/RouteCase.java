package io.sightline.integration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One test of a route.
 *
 * @param place where it begins in its file
 * @param with files of routes beside the test that are loaded too
 * @param inputs what is sent, in this order
 * @param expectations what is to come, in the order of the file
 * @param ordered whether the messages of one endpoint are to come in the order of the expectations
 * @param replacements endpoints that only take note of what they get, and answer what is said here
 * @param beans what stands for beans of these names, or of {@code name.method}
 * @param properties what is set besides the runtime's own properties
 * @param fails how at least one of the inputs is to fail; empty when none may
 * @param timeout how long it may take from the first input on
 */
public record RouteCase(
        String name,
        Place place,
        List<String> with,
        List<CaseInput> inputs,
        List<CaseExpectation> expectations,
        boolean ordered,
        List<CaseReplacement> replacements,
        Map<String, CaseReaction> beans,
        Map<String, String> properties,
        Optional<CaseFailure> fails,
        Duration timeout) {}
