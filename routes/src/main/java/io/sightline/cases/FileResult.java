package io.sightline.cases;

import io.sightline.integration.Diagnostic;
import java.util.List;

/**
 * How the cases of a file went.
 *
 * @param file its name
 * @param findings mistakes in it or in its routes, for which none of its cases was run
 */
public record FileResult(String file, List<Diagnostic> findings, List<CaseResult> cases) {
    public boolean passed() {
        return findings.isEmpty() && cases.stream().allMatch(CaseResult::passed);
    }
}
