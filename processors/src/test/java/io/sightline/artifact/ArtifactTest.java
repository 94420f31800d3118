package io.sightline.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sightline.claim.Sha256;
import io.sightline.claim.v1.ClaimRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactTest {
    private static final Sha256 HASH = Sha256.of("weights".getBytes(StandardCharsets.UTF_8));

    @Test
    void isTheSameWhereverItsFilesLie(@TempDir Path folder, @TempDir Path other) throws IOException {
        // Given
        for (var place : List.of(folder, other)) {
            Files.writeString(place.resolve("model.onnx"), "graph");
            Files.writeString(Files.createDirectory(place.resolve("data")).resolve("weights"), "weights");
        }
        Files.writeString(other.resolve(".hidden"), "of an editor");
        // When, then
        assertThat(Artifact.of(other)).isEqualTo(Artifact.of(folder));
        assertThat(Artifact.of(folder).size()).isEqualTo(12);
        Files.writeString(other.resolve("data/weights"), "Weights");
        assertThat(Artifact.of(other).sha256()).isNotEqualTo(Artifact.of(folder).sha256());
    }

    @Test
    void isReadBackFromItsClaims() {
        // Given
        var artifact = new Artifact(List.of(file("model.onnx"), file("data/weights")));
        // When
        var claims = artifact.claims("sightline");
        // Then
        assertThat(Artifact.of(claims)).isEqualTo(artifact);
        assertThat(claims)
                .extracting(ClaimRef::getKey)
                .containsExactly(
                        "models/" + artifact.sha256() + "/data/weights", "models/" + artifact.sha256() + "/model.onnx");
    }

    /** Whoever can write to the topic must not choose what is read, nor where it is written. */
    @ParameterizedTest
    @ValueSource(strings = {"model.onnx", "models/model.onnx", "models/../../etc/passwd", "sha256/ab/cd"})
    void refusesClaimsOfAnythingElse(String key) {
        // Given
        var claims = new ArrayList<>(new Artifact(List.of(file("model.onnx"))).claims("sightline"));
        claims.set(0, ClaimRef.newBuilder(claims.get(0)).setKey(key).build());
        // When, then
        assertThatIllegalArgumentException().isThrownBy(() -> Artifact.of(claims));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../model.onnx", "/etc/passwd", "data/../../x", "data//x", "", "data\\x", "."})
    void refusesPathsThatLeadOutOfTheFolder(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> file(path))
                .withMessage("the path of a model's file must stay in its folder, was " + path);
    }

    private static ArtifactFile file(String path) {
        return new ArtifactFile(path, HASH, 7);
    }
}
