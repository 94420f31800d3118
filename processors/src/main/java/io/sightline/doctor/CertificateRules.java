package io.sightline.doctor;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;

/** Judges how long a chain of certificates is still good. */
final class CertificateRules {
    private static final Duration SOON = Duration.ofDays(30);

    private CertificateRules() {}

    /** @param server that showed it */
    static Finding judge(String check, String server, Collection<X509Certificate> chain, Instant now) {
        var first = chain.stream().min(Comparator.comparing(X509Certificate::getNotAfter));
        if (first.isEmpty()) {
            return Finding.fail(check, server + " shows no certificate", "Give the server one.");
        }
        var end = first.get().getNotAfter().toInstant();
        var from = first.get().getNotBefore().toInstant();
        var wayOut = "Renew it, and let the server read it.";
        var left = ChronoUnit.DAYS.between(now, end);
        return new Complaints(check)
                .fail(!now.isBefore(end), "it has expired", wayOut)
                .fail(now.isBefore(from), "it is not good yet, or this clock is slow", "Look at the clock.")
                .warn(now.isBefore(end) && end.isBefore(now.plus(SOON)), "it expires in " + left + " days", wayOut)
                .about(server + ", certificate of " + first.get().getSubjectX500Principal() + " until " + end);
    }
}
