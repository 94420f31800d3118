package io.sightline.doctor;

import io.sightline.failure.Quotation;
import io.sightline.failure.Secrets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Shows findings as lines of bounded length, without secrets and without the logins of addresses. */
public final class Discretion {
    private static final int LONGEST = 2000;

    private final List<String> secrets;

    /** @param secrets texts that no finding may show, whoever has written it */
    public Discretion(Collection<String> secrets) {
        this.secrets = secrets.stream()
                .filter(secret -> !secret.isBlank())
                .flatMap(Discretion::forms)
                .distinct()
                // A secret may hold another one.
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    /** The same findings, fit to be shown. */
    public List<Finding> shown(Collection<Finding> findings) {
        return findings.stream()
                .map(finding -> new Finding(
                        finding.check(),
                        finding.outcome(),
                        line(finding.found()),
                        finding.wayOut().isEmpty() ? "" : line(finding.wayOut())))
                .toList();
    }

    /** Hidden first: what is folded, escaped or cut is no longer found, and a part of a secret is one too. */
    private String line(String text) {
        var hidden = text;
        for (var secret : secrets) {
            hidden = hidden.replace(secret, Secrets.HIDDEN);
        }
        return Quotation.of(folded(Secrets.hiddenInText(hidden)), LONGEST);
    }

    /** A message may have trimmed a secret, made one line of it, or escaped it. */
    private static Stream<String> forms(String secret) {
        var trimmed = secret.strip();
        return Stream.of(trimmed, folded(trimmed), Quotation.of(trimmed, trimmed.length()));
    }

    private static String folded(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
