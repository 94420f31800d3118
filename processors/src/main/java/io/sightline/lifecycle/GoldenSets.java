package io.sightline.lifecycle;

import io.sightline.evaluation.GoldenGate;
import io.sightline.evaluation.GoldenSet;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.util.Optional;

/** What the gate goes by: the golden sets of models, and the settings. */
public final class GoldenSets implements LookAtModel.GateFacts {
    private final GoldenPlaces places;
    private final String facts;

    /**
     * @param gate the bounds
     * @param mostBytes of the files of a version
     * @param release version of Sightline, since the next one may load what this one does not
     */
    public GoldenSets(GoldenPlaces places, GoldenGate gate, long mostBytes, String release) {
        this.places = places;
        this.facts = gate + " " + mostBytes + " " + release;
    }

    /** A set, and where its pictures lie. */
    record Found(GoldenSet set, GoldenFiles files) {}

    @Override
    public String of(ModelSettings model) {
        return facts + " " + model.allowSignatureChange() + " "
                + model.golden().map(this::mark).orElse("none");
    }

    /**
     * The set of a model; empty where none is configured.
     *
     * @throws IllegalArgumentException when it is not there, or no golden set, with the way out
     */
    Optional<Found> find(ModelSettings model) {
        return model.golden().map(place -> {
            var files = places.at(place);
            return new Found(
                    GoldenSet.read(place + "/" + GoldenFiles.DOCUMENT, document(model.name(), place, files)), files);
        });
    }

    private static byte[] document(String model, String place, GoldenFiles files) {
        try {
            return files.read(GoldenFiles.DOCUMENT, GoldenSet.MAX_BYTES);
        } catch (PermanentFailure e) {
            throw new IllegalArgumentException(
                    "golden set " + place + ": " + e.getMessage() + "; put the COCO document " + GoldenFiles.DOCUMENT
                            + " there, or take sightline.models." + model + ".golden away",
                    e);
        }
    }

    /** A set that is not there has a mark, too, since it may come. */
    private String mark(String place) {
        try {
            return places.at(place).mark();
        } catch (PermanentFailure e) {
            if (e.code() == FailureCode.CLAIM_MISSING) {
                return "missing";
            }
            throw e;
        }
    }
}
