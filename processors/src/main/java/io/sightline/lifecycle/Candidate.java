package io.sightline.lifecycle;

import io.sightline.claim.Sha256;
import io.sightline.failure.Quotation;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A version that a source offers.
 *
 * @param name name of the model, as sources and clients use it
 * @param version number of the version
 * @param alias alias that led to it
 * @param runId run of MLflow that made it
 * @param source where its files are said to be; a version that is made anew under its number has another one
 * @param status what its registry says of it
 * @param tags its tags in the registry
 * @param sha256 hash of its files, where that is known without fetching them
 */
public record Candidate(
        String name,
        String version,
        Optional<String> alias,
        Optional<String> runId,
        String source,
        Status status,
        Map<String, String> tags,
        Optional<Sha256> sha256) {
    /** Tag that holds a detector spec, for a version without a file of it. */
    public static final String DETECTOR_TAG = "sightline.detector";
    /** Tag by which people say what they think of a version. */
    public static final String VALIDATION_TAG = "validation_status";

    /** Whether a registry has a version in whole. */
    public enum Status {
        READY,
        PENDING,
        FAILED
    }

    static final int LONGEST_SOURCE = 2000;

    public Candidate {
        tags = Map.copyOf(tags);
        source = Quotation.of(source, LONGEST_SOURCE);
    }

    /** By what it is known again at its source: all but its hash that says which files it has. */
    public String origin() {
        return Optional.ofNullable(tags.get(DETECTOR_TAG))
                .map(spec -> source + "#" + Sha256.of(spec.getBytes(StandardCharsets.UTF_8)))
                .orElse(source);
    }

    /** Whether this is that version: by its hash where that is known, else by what its source says of it. */
    boolean is(KnownVersion known) {
        return version.equals(known.version())
                && sha256.map(known.sha256()::equals).orElseGet(() -> origin().equals(known.origin()));
    }

    /** The same where one whose origin was forgotten counts, too: by its number and its run then. */
    boolean mayBe(KnownVersion known) {
        return is(known)
                || known.origin().isEmpty()
                        && sha256.isEmpty()
                        && version.equals(known.version())
                        && runId.equals(known.runId());
    }

    /** Whether all of it that counts is still what it was. */
    boolean isAsBefore(Candidate before) {
        return fingerprint("", Optional.empty()).equals(before.fingerprint("", Optional.empty()));
    }

    /**
     * What a verdict on it rests on; when that changes it is worth another try.
     *
     * @param goldenSet digest of the golden set, and whatever else the gate goes by
     * @param serving hash of the version that serves
     */
    Sha256 fingerprint(String goldenSet, Optional<Sha256> serving) {
        var counted = new TreeMap<>(tags);
        counted.keySet().retainAll(Set.of(DETECTOR_TAG, VALIDATION_TAG));
        var facts = String.join(
                "\n",
                version,
                source,
                runId.orElse(""),
                status.name(),
                counted.toString(),
                sha256.map(Sha256::hex).orElse(""),
                goldenSet,
                serving.map(Sha256::hex).orElse(""));
        return Sha256.of(facts.getBytes(StandardCharsets.UTF_8));
    }
}
