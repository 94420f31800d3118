package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.artifact.Artifact;
import io.sightline.artifact.ArtifactFile;
import io.sightline.claim.Sha256;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.model.v1.ModelState;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnnouncedVersionTest {
    private static final Artifact FILES = artifact("model.onnx", "labels.txt");
    private static final Artifact OTHERS = artifact("model.onnx");

    @Test
    void namesTheVersionWithAliasAndRun() {
        var state = States.named("tiny").serving("7", "champion", FILES).build();

        var announced = AnnouncedVersion.serving(state, States.BUCKET).orElseThrow();

        assertThat(announced.artifact()).isEqualTo(FILES);
        assertThat(announced.version().name()).isEqualTo("tiny");
        assertThat(announced.version().version()).isEqualTo("7");
        assertThat(announced.version().alias()).hasValue("champion");
        assertThat(announced.version().runId()).hasValue("run-7");
        assertThat(announced.version().sha256()).isEqualTo(FILES.sha256());
        assertThat(AnnouncedVersion.isNamed(state.getServing(), announced.version()))
                .isTrue();
        assertThat(AnnouncedVersion.challenger(state, States.BUCKET)).isEmpty();
    }

    @Test
    void namesTheChallengerWithItsOwnFiles() {
        var state = States.named("tiny")
                .serving("7", null, FILES)
                .challenger("8", OTHERS, 0.5)
                .build();

        var announced = AnnouncedVersion.challenger(state, States.BUCKET).orElseThrow();

        assertThat(announced.artifact()).isEqualTo(OTHERS);
        assertThat(announced.version().version()).isEqualTo("8");
        assertThat(AnnouncedVersion.serving(state, States.BUCKET)
                        .orElseThrow()
                        .version()
                        .alias())
                .isEqualTo(Optional.empty());
    }

    @Test
    void isNoneWhereNothingIsToServe() {
        assertThat(AnnouncedVersion.serving(States.named("tiny").build(), States.BUCKET))
                .isEmpty();
    }

    /** One after the other, all that whoever may write to the topic could say to have other bytes read. */
    @ParameterizedTest
    @MethodSource("contradictions")
    void refusesWhatContradictsItself(Contradiction contradiction) {
        var state = States.named("tiny").serving("7", "champion", FILES).build();
        contradiction.change().accept(state);

        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> AnnouncedVersion.serving(state, States.BUCKET))
                .withMessageStartingWith("the announcement of model tiny ")
                .withMessageContaining(contradiction.named())
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.UNDECODABLE_RECORD));
    }

    static List<Contradiction> contradictions() {
        return List.of(
                new Contradiction("model other", state -> state.getServing().setName("other")),
                new Contradiction(
                        "bucket elsewhere", state -> state.getArtifact().get(0).setBucket("elsewhere")),
                new Contradiction(
                        "for version " + OTHERS.sha256(),
                        state -> state.getServing()
                                .setSha256(new io.sightline.claim.v1.Sha256(
                                        OTHERS.sha256().bytes()))),
                new Contradiction(
                        "names files of " + OTHERS.sha256(), state -> state.setArtifact(OTHERS.claims(States.BUCKET))),
                new Contradiction(
                        "frames/x/labels.txt",
                        state -> state.getArtifact().get(0).setKey("frames/x/labels.txt")),
                new Contradiction(
                        "must stay in its folder",
                        state -> state.getArtifact().get(0).setKey("models/x/../../model.onnx")),
                new Contradiction("at least one file", state -> state.setArtifact(List.of())),
                new Contradiction(
                        "must not be negative",
                        state -> state.getArtifact().get(0).setSize(-1)),
                new Contradiction(
                        "version 7\\u0000", state -> state.getServing().setVersion("7\0")),
                new Contradiction("names no file model.onnx", state -> {
                    var files = artifact("other.onnx");
                    state.setArtifact(files.claims(States.BUCKET));
                    state.getServing()
                            .setSha256(new io.sightline.claim.v1.Sha256(
                                    files.sha256().bytes()));
                }));
    }

    record Contradiction(String named, Consumer<ModelState> change) {
        @Override
        public String toString() {
            return named;
        }
    }

    private static Artifact artifact(String... paths) {
        return new Artifact(java.util.Arrays.stream(paths)
                .map(path -> new ArtifactFile(path, Sha256.of(new byte[] {1}), 1))
                .toList());
    }
}
