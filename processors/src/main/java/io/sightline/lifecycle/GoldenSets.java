package io.sightline.lifecycle;

import io.sightline.claim.Sha256;
import io.sightline.evaluation.GoldenSet;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The golden sets of models, read once and then again when they change. */
public final class GoldenSets implements LookAtModel.GateFacts {
    private final GoldenPlaces places;
    private final String settings;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(String mark, Sha256 digest) {}

    /** @param settings what else the gate goes by, as text that changes when it does */
    public GoldenSets(GoldenPlaces places, String settings) {
        this.places = places;
        this.settings = settings;
    }

    /** A set, and where its pictures lie. */
    record Found(GoldenSet set, GoldenFiles files) {}

    @Override
    public String of(ModelSettings model) {
        return settings + " " + model.golden().map(this::digest).orElse("none");
    }

    /**
     * The set of a model; empty where none is configured.
     *
     * @throws IllegalArgumentException when it is not there, or no golden set, with the way out
     */
    Optional<Found> find(ModelSettings model) {
        return model.golden().map(place -> {
            var files = places.at(place);
            return new Found(GoldenSet.read(place + "/" + GoldenFiles.DOCUMENT, document(place, files)), files);
        });
    }

    private static byte[] document(String place, GoldenFiles files) {
        try {
            return files.read(GoldenFiles.DOCUMENT, GoldenSet.MAX_BYTES);
        } catch (PermanentFailure e) {
            throw new IllegalArgumentException(
                    "golden set " + place + ": " + e.getMessage() + "; put the COCO document " + GoldenFiles.DOCUMENT
                            + " there, or take sightline.models.<name>.golden away",
                    e);
        }
    }

    /** Of what the document says; a set that is not there has a digest, too, since it may come. */
    private String digest(String place) {
        var files = places.at(place);
        try {
            var mark = files.mark();
            var last = known.get(place);
            if (last == null || !last.mark().equals(mark)) {
                last = new Known(mark, Sha256.of(files.read(GoldenFiles.DOCUMENT, GoldenSet.MAX_BYTES)));
                known.put(place, last);
            }
            return last.digest().hex();
        } catch (PermanentFailure e) {
            if (e.code() == FailureCode.CLAIM_MISSING) {
                return "missing";
            }
            throw e;
        }
    }
}
