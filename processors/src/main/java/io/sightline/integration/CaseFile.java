package io.sightline.integration;

import java.util.List;

/**
 * A file of tests, {@code <route>.test.yaml}.
 *
 * @param source the file itself
 * @param route the file of routes beside it, which its cases are about
 * @param cases in the order of the file
 */
public record CaseFile(SourceFile source, String route, List<RouteCase> cases) {}
