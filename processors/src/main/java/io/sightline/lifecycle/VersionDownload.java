package io.sightline.lifecycle;

import io.sightline.artifact.ArtifactFile;
import io.sightline.artifact.ExternalData;
import io.sightline.claim.Sha256;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import io.sightline.inference.ModelFiles;
import io.sightline.mlflow.MlModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Brings what is needed of a version that MLflow's clients have logged, and leaves the rest: its graph, under the name
 * {@code model.onnx}; the files of its weights, where they lie beside it; a detector spec and labels. So the same bytes
 * are the same artifact, whatever lay beside them.
 */
final class VersionDownload {
    private static final String MODEL = "model.onnx";
    private static final String SPEC = "detector.yaml";
    private static final String LABELS = "labels.txt";

    private final VersionFiles files;
    private final Optional<String> taggedSpec;
    private final long mostBytes;
    private final Path folder;
    /** Bytes that may still be brought. */
    private long left;
    /** What is at fault when the next file cannot be brought. */
    private RejectionReason fault;

    /**
     * @param taggedSpec detector spec that counts where there is no file of it
     * @param mostBytes of all files together
     * @param folder empty, for what is needed
     */
    VersionDownload(VersionFiles files, Optional<String> taggedSpec, long mostBytes, Path folder) {
        this.files = files;
        this.taggedSpec = taggedSpec;
        this.mostBytes = mostBytes;
        this.folder = folder;
        this.left = mostBytes;
        this.fault = RejectionReason.UNUSABLE;
    }

    /** Does it, or says why that will never do. */
    Fetched run() throws IOException {
        Optional<Map<String, Long>> listing = Optional.empty();
        try {
            listing = files.list();
            var objection = listing.flatMap(this::objection);
            return objection.isPresent() ? new Fetched.Unusable(objection.get()) : fetch(listing);
        } catch (PermanentFailure e) {
            // What the files say is at fault; what the registry says of itself is not.
            if (e.code() == FailureCode.MODEL_UNUSABLE) {
                return unusable(fault, String.valueOf(e.getMessage()));
            }
            // A file that was listed comes again, or the next listing is without it.
            if (e.code() == FailureCode.NOT_FOUND && listing.isEmpty()) {
                return unusable(RejectionReason.NO_SINGLE_MODEL, String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private Optional<Rejection> objection(Map<String, Long> lengths) {
        var bytes = lengths.values().stream().mapToLong(Long::longValue).sum();
        if (bytes > mostBytes) {
            return Optional.of(ArtifactSize.tooLarge(bytes, mostBytes));
        }
        if (!lengths.containsKey(MlModel.NAME)) {
            return Optional.of(new Rejection(
                    RejectionReason.NO_SINGLE_MODEL,
                    "it has no file " + MlModel.NAME + "; log the model by mlflow.onnx.log_model"));
        }
        var graphs = new TreeSet<String>();
        lengths.keySet().stream().filter(path -> path.endsWith(".onnx")).forEach(graphs::add);
        if (graphs.size() > 1) {
            return Optional.of(new Rejection(
                    RejectionReason.NO_SINGLE_MODEL,
                    "it has more than one ONNX model: " + Quotation.of(graphs.toString()) + "; log one of them alone"));
        }
        return Optional.empty();
    }

    private Fetched fetch(Optional<Map<String, Long>> listing) throws IOException {
        var head = folder.resolve("." + MlModel.NAME);
        bring(MlModel.NAME, head, MlModel.LONGEST);
        var described = MlModel.parse(Files.readAllBytes(head));
        Files.delete(head);
        var graph = described.data().path();
        if (listing.isPresent() && !listing.get().containsKey(graph)) {
            return unusable(
                    RejectionReason.NO_SINGLE_MODEL,
                    MlModel.NAME + " names " + Quotation.of(graph) + ", and the version has no such file");
        }
        bring(graph, folder.resolve(MODEL), mostBytes);
        var beside = graph.substring(0, graph.lastIndexOf('/') + 1);
        var weights = weights(beside, listing);
        if (weights.isPresent()) {
            return new Fetched.Unusable(weights.get());
        }
        fetchWords(SPEC, beside, listing);
        fetchWords(LABELS, beside, listing);
        if (taggedSpec.isPresent() && !Files.exists(folder.resolve(SPEC))) {
            Files.writeString(folder.resolve(SPEC), taggedSpec.get());
        }
        return new Fetched.Files(described.inputs().stream()
                .map(input -> new DeclaredInput(input.name(), input.type(), input.shape()))
                .toList());
    }

    /** Brings the files of the weights; what speaks against them is found before. */
    private Optional<Rejection> weights(String beside, Optional<Map<String, Long>> listing) throws IOException {
        TreeSet<String> locations;
        try {
            locations = new TreeSet<>(ExternalData.of(folder.resolve(MODEL)));
        } catch (IllegalArgumentException e) {
            return Optional.of(new Rejection(RejectionReason.UNUSABLE, String.valueOf(e.getMessage())));
        }
        var objection = WeightFiles.objection(
                locations, listing.map(lengths -> near(beside, lengths)).orElseGet(() -> assumed(locations)));
        if (objection.isPresent()) {
            return objection;
        }
        for (var location : locations) {
            var target = folder.resolve(location);
            if (!Files.exists(target)) {
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                bring(beside + location, target, mostBytes);
            }
        }
        return Optional.empty();
    }

    /** Files by their paths from the graph's own folder. */
    private static List<ArtifactFile> near(String beside, Map<String, Long> lengths) {
        return lengths.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(beside))
                .map(entry -> file(entry.getKey().substring(beside.length()), entry.getValue()))
                .toList();
    }

    /** Where nobody can say which files there are, those that are named may be there. */
    private static List<ArtifactFile> assumed(TreeSet<String> locations) {
        return locations.stream()
                .filter(location -> !WeightFiles.leadsOut(location))
                .map(location -> file(location, 0))
                .toList();
    }

    private static ArtifactFile file(String path, long length) {
        return new ArtifactFile(path, Sha256.of(new byte[0]), length);
    }

    /** Beside the graph before at the root of the version. */
    private void fetchWords(String name, String beside, Optional<Map<String, Long>> listing) throws IOException {
        var target = folder.resolve(name);
        if (Files.exists(target)) {
            return;
        }
        for (var place : List.of(beside + name, name)) {
            if (listing.map(lengths -> lengths.containsKey(place)).orElse(true) && isFetched(place, target)) {
                return;
            }
        }
    }

    private boolean isFetched(String path, Path target) throws IOException {
        try {
            bring(path, target, ModelFiles.LONGEST_WORDS);
            return true;
        } catch (PermanentFailure e) {
            if (e.code() == FailureCode.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /** Where nobody can say how long the files are together, each may be as long as those before have left it. */
    private void bring(String path, Path target, long most) throws IOException {
        if (!files.download(path, target, Math.min(most, left))) {
            if (left < most) {
                fault = RejectionReason.TOO_LARGE;
                throw new PermanentFailure(
                        FailureCode.MODEL_UNUSABLE,
                        ArtifactSize.tooLarge(mostBytes).message());
            }
            throw new PermanentFailure(
                    FailureCode.MODEL_UNUSABLE,
                    "its file " + Quotation.of(path) + " has more than " + most
                            + " bytes, and no more of it are read; log the model again");
        }
        left -= Files.size(target);
    }

    private static Fetched unusable(RejectionReason reason, String message) {
        return new Fetched.Unusable(new Rejection(reason, message));
    }
}
