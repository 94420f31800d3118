package io.sightline.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sightline.inference.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Field numbers are those of {@code onnx.proto}. */
class ExternalDataTest {
    private Path file;

    @BeforeEach
    void use(@TempDir Path folder) {
        file = folder.resolve("model.onnx");
    }

    @Test
    void findsNothingInAModelThatHoldsItsWeights() throws IOException {
        assertThat(locations(TinyModel.map("Sigmoid", 32))).isEmpty();
        assertThat(locations(new byte[0])).isEmpty();
    }

    @Test
    void findsTheFileOfAModelThatOnnxRuntimeReads() throws IOException {
        assertThat(locations(TinyModel.withExternalData("weights.data"))).containsExactly("weights.data");
    }

    static Stream<Protobuf> places() {
        var tensor = external("weights.data");
        var sparse = new Protobuf().message(1, tensor);
        var sparseIndices = new Protobuf().message(2, tensor);
        var node = new Protobuf().text(4, "Constant").message(5, new Protobuf().message(5, tensor));
        var ofList = new Protobuf().message(5, new Protobuf().message(10, tensor));
        var ofSparse = new Protobuf().message(5, new Protobuf().message(22, sparse));
        var ofSparseList = new Protobuf().message(5, new Protobuf().message(23, sparse));
        var branch = new Protobuf().message(5, new Protobuf().message(6, new Protobuf().message(5, tensor)));
        var branches = new Protobuf().message(5, new Protobuf().message(11, new Protobuf().message(1, node)));
        return Stream.of(
                        new Protobuf().message(5, tensor),
                        new Protobuf().message(15, sparse),
                        new Protobuf().message(15, sparseIndices),
                        new Protobuf().message(1, node),
                        new Protobuf().message(1, ofList),
                        new Protobuf().message(1, ofSparse),
                        new Protobuf().message(1, ofSparseList),
                        new Protobuf().message(1, branch),
                        new Protobuf().message(1, branches))
                .flatMap(graph -> Stream.of(
                        new Protobuf().number(1, 8).message(7, graph),
                        new Protobuf().message(20, new Protobuf().message(1, graph)),
                        new Protobuf().message(20, new Protobuf().message(2, graph))));
    }

    @ParameterizedTest
    @MethodSource("places")
    void findsItWhereverATensorCanBe(Protobuf model) throws IOException {
        assertThat(locations(model.bytes())).containsExactly("weights.data");
    }

    @Test
    void findsItInFunctionsToo() throws IOException {
        var node = new Protobuf().message(5, new Protobuf().message(5, external("inner.data")));
        var attribute = new Protobuf().message(5, external("default.data"));
        var model = new Protobuf().message(25, new Protobuf().message(7, node).message(11, attribute));

        assertThat(locations(model.bytes())).containsExactly("default.data", "inner.data");
    }

    @Test
    void findsAllOfThemWhateverTheirOrderAndWhatIsBetween() throws IOException {
        var graph = new Protobuf().text(2, "name");
        for (int i = 0; i < 300; i++) {
            graph.message(5, new Protobuf().number(2, 1).block(9, new byte[1000 * (i % 70)]));
            graph.message(5, external("part " + i % 3));
        }
        var model = new Protobuf()
                .fixed32(90)
                .message(7, graph)
                .fixed64(91)
                // A graph that comes in two pieces is one, by protobuf's rules.
                .message(7, new Protobuf().message(5, external("part 3")));

        assertThat(locations(model.bytes())).containsExactly("part 0", "part 1", "part 2", "part 3");
    }

    @Test
    void aTensorThatSaysTwoPlacesIsCheckedForBoth() throws IOException {
        var tensor = new Protobuf()
                .message(13, entry("location", "good.data"))
                .message(13, entry("location", "../evil"))
                .number(14, 1);

        assertThat(locations(ofTensor(tensor).bytes())).containsExactly("../evil", "good.data");
    }

    @Test
    void namesWhatLeadsAwayAsItIs() throws IOException {
        for (var location : new String[] {"../../etc/passwd", "/etc/passwd", "", "a\\b", "*/_ORT_MEM_ADDR_/*"}) {
            assertThat(locations(TinyModel.withExternalData(location))).containsExactly(location);
        }
    }

    @Test
    void aTensorThatHoldsItsWeightsNamesNothing() throws IOException {
        var tensor =
                new Protobuf().message(13, entry("location", "unused.data")).number(14, 0);

        assertThat(locations(ofTensor(tensor).bytes())).isEmpty();
    }

    @Test
    void aTensorWithoutAPlaceIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> locations(ofTensor(new Protobuf().number(14, 1)).bytes()))
                .withMessageContaining("a file without a name");
    }

    @Test
    void whatIsNestedWithoutEndIsRefused() {
        var graph = new Protobuf();
        for (int i = 0; i < 2000; i++) {
            graph = new Protobuf().message(1, new Protobuf().message(5, new Protobuf().message(6, graph)));
        }
        var model = new Protobuf().message(7, graph).bytes();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> locations(model))
                .withMessageContaining("nested more than 100 deep");
    }

    @Test
    void whatIsNoModelIsRefused() throws IOException {
        for (var content : new byte[][] {
            "<html>login</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8),
            {0},
            {
                (byte) 0xff,
                (byte) 0xff,
                (byte) 0xff,
                (byte) 0xff,
                (byte) 0xff,
                (byte) 0xff,
                (byte) 0xff,
                (byte) 0xff,
                (byte) 0xff,
                (byte) 0xff,
                1
            }
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> locations(content))
                    .withMessage("the file is no ONNX model, or only the beginning of one; export it again");
        }
    }

    @Test
    void theBeginningOfAModelIsRefusedOrHoldsNoMoreThanTheWhole() throws IOException {
        var model = TinyModel.withExternalData("weights.data");
        var refused = 0;
        for (int length = 1; length < model.length; length++) {
            try {
                assertThat(locations(Arrays.copyOf(model, length))).isSubsetOf("weights.data");
            } catch (IllegalArgumentException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(model.length / 2);
    }

    /** Whatever the bytes: an answer or a refusal, no other failure and no endless loop. */
    @Test
    void bytesThatAreTurnedAreAnsweredOrRefused() throws IOException {
        var random = new Random(4711);
        var model = TinyModel.withExternalData("weights.data");
        for (int i = 0; i < 2000; i++) {
            var turned = model.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                turned[random.nextInt(turned.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(locations(turned)).hasSizeLessThan(10);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("export it again");
            }
        }
    }

    private static Protobuf external(String location) {
        return new Protobuf()
                .number(1, 1)
                .number(2, 1)
                .number(14, 1)
                .message(13, entry("offset", "0"))
                .message(13, entry("location", location));
    }

    private static Protobuf entry(String key, String value) {
        return new Protobuf().text(1, key).text(2, value);
    }

    private static Protobuf ofTensor(Protobuf tensor) {
        return new Protobuf().message(7, new Protobuf().message(5, tensor));
    }

    private java.util.SortedSet<String> locations(byte[] model) throws IOException {
        Files.write(file, model);
        return ExternalData.of(file);
    }
}
