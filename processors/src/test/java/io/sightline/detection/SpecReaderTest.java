package io.sightline.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecReaderTest {
    private static final ModelSignature OPEN = signature("x", -1);

    private final SpecReader reader = new SpecReader(DetectorFamilies.standard());

    @Test
    void takesTheFamilysOwnProfileForWhatIsLeftOut() {
        // When
        var spec = reader.read("family: dbnet", OPEN);
        // Then
        assertThat(spec.threshold("map")).isEqualTo(0.3);
        assertThat(spec.threshold("score")).isEqualTo(0.6);
        assertThat(spec.threshold("unclip")).isEqualTo(1.5);
        assertThat(spec.threshold("maxCandidates")).isEqualTo(1000);
        assertThat(spec.input().side()).isEqualTo(960);
        assertThat(spec.input().decode()).isEqualTo(InputSpec.Decode.FULL);
        assertThat(spec.labels()).containsExactly("text");
    }

    @Test
    void readsYaml() {
        // When
        var spec = reader.read("""
                family: dbnet
                input: { side: 736, resize: shortest-side, colour: rgb, mean: [0, 0, 0.5] }
                thresholds: { score: 0.7 }
                labels: [word]
                """, OPEN);
        // Then
        assertThat(spec.input().resize()).isEqualTo(InputSpec.Resize.SHORTEST_SIDE);
        assertThat(spec.input().colour()).isEqualTo(InputSpec.Colour.RGB);
        assertThat(spec.input().mean()).containsExactly(0.0, 0.0, 0.5);
        assertThat(spec.threshold("score")).isEqualTo(0.7);
        assertThat(spec.label(0)).isEqualTo("word");
    }

    @Test
    void readsWhatItWroteAsJson() {
        // Given
        var spec = reader.read("{\"family\": \"dbnet\", \"thresholds\": {\"score\": 0.55}}", OPEN);
        // When
        var again = reader.read(spec.toJson(), OPEN);
        // Then
        assertThat(again).isEqualTo(spec);
    }

    @Test
    void takesTheSizeFromAModelThatFixesIt() {
        assertThat(reader.read("family: dbnet", signature("x", 640)).input().place(1000, 500))
                .isEqualTo(new Placement(1000, 500, 640, 640));
    }

    @Test
    void infersTheFamilyOfAnUnmistakableSignature() {
        assertThat(reader.infer(OPEN))
                .hasValueSatisfying(spec -> assertThat(spec.family()).isEqualTo("dbnet"));
        assertThat(reader.infer(signature("images", -1))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    labels: [a] | the key family is missing; write family: with one of [dbnet]
                    family: dbnett | family dbnett is not known, did you mean dbnet?
                    {family: dbnet, treshold: {}} | the key treshold is not known, did you mean thresholds?
                    {family: dbnet, input: {decod: full}} | the key input.decod is not known, did you mean decode?
                    {family: dbnet, thresholds: {iou: 1}} | the key thresholds.iou is not known
                    {family: dbnet, input: {decode: partly}} | input.decode must be one of ["full","reduced"], was "partly"
                    {family: dbnet, input: {side: long}} | input.side must be a whole number such as 960, was "long"
                    {family: dbnet, input: {side: 0}} | input.side must be above 0, was 0
                    {family: dbnet, input: {width: 640}} | input.width and input.height are given together
                    {family: dbnet, input: {resize: stretch}} | input.resize stretch needs input.width and input.height
                    {family: dbnet, input: {mean: [1, 2]}} | input.mean has three numbers, was [1.0, 2.0]
                    {family: dbnet, input: {mean: [a, 1, 2]}} | input.mean must be a list such as [0.485,0.456,0.406]
                    {family: dbnet, input: {std: [1, 0, 1]}} | input.std has three numbers above 0
                    {family: dbnet, input: 640} | input must be a mapping of keys
                    {family: dbnet, thresholds: {score: 1.5}} | thresholds.score must be within 0.0..1.0, was 1.5
                    {family: dbnet, thresholds: {unclip: 0}} | thresholds.unclip must be within 0.1..10.0, was 0.0
                    {family: dbnet, thresholds: {score: }} | thresholds.score must be a number such as 0.6, was null
                    {family: dbnet, labels: text} | labels must be a list such as ["text"], was "text"
                    {family: dbnet, labels: []} | labels must name at least one class
                    just text | not a mapping of keys
                    {family: [ | neither YAML nor JSON
                    """)
    void namesWhatIsWrong(String text, String message) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> reader.read(text, OPEN))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "640,480,640,480",
        "1920,1080,960,544",
        "1000,1000,960,960",
        "333,517,320,512",
        "10000,10,960,32",
        "1,1,32,32",
        "720,496,704,512",
        "720,528,704,512"
    })
    void roundsToMultiplesHalfToEvenAndNeverToNothing(int width, int height, int inputWidth, int inputHeight) {
        assertThat(reader.read("family: dbnet", OPEN).input().place(width, height))
                .isEqualTo(new Placement(width, height, inputWidth, inputHeight));
    }

    @Test
    void boundsTheInputThatAShortestSideAsksFor() {
        // Given
        var input = reader.read("{family: dbnet, input: {resize: shortest-side, side: 736}}", OPEN)
                .input();
        // When
        var placement = input.place(10_000, 10);
        // Then
        assertThat(placement.width()).isLessThanOrEqualTo(4000);
        assertThat(placement.height()).isEqualTo(32);
    }

    private static ModelSignature signature(String input, long side) {
        return new ModelSignature(
                List.of(new TensorSignature(input, "float", List.of(-1L, 3L, side, side))),
                List.of(new TensorSignature("map", "float", List.of(-1L, 1L, side, side))));
    }
}
