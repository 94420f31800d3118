package io.sightline.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecReaderTest {
    private static final ModelSignature OPEN = signature("x", -1);

    private final SpecReader reader = new SpecReader(DetectorFamilies.standard());

    @Test
    void takesTheFamilysOwnProfileForWhatIsLeftOut() {
        // When
        var spec = read("family: dbnet", OPEN);
        // Then
        assertThat(spec.threshold("map")).isEqualTo(0.3);
        assertThat(spec.threshold("score")).isEqualTo(0.6);
        assertThat(spec.threshold("unclip")).isEqualTo(1.5);
        assertThat(spec.threshold("maxCandidates")).isEqualTo(1000);
        assertThat(spec.input().side()).isEqualTo(960);
        assertThat(spec.input().decode()).isEqualTo(InputSpec.Decode.REDUCED);
        assertThat(spec.labels()).containsExactly("text");
    }

    @Test
    void readsYaml() {
        // When
        var spec = read("""
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
        var spec = read("{\"family\": \"dbnet\", \"thresholds\": {\"score\": 0.55}}", OPEN);
        // When
        var again = read(spec.toJson(), OPEN);
        // Then
        assertThat(again).isEqualTo(spec);
    }

    @Test
    void takesTheSizeFromAModelThatFixesIt() {
        assertThat(read("family: dbnet", signature("x", 640)).input().place(1000, 500))
                .isEqualTo(Placement.stretched(1000, 500, 640, 640));
    }

    @Test
    void infersTheFamilyOfAnUnmistakableSignature() {
        assertThat(reader.read(Optional.empty(), List.of(), Map.of(), OPEN).family())
                .isEqualTo("dbnet");
    }

    @Test
    void refusesAnUnknownSignatureWithWhatItSawAndASpecToStartFrom() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> reader.read(Optional.empty(), List.of(), Map.of(), signature("pixels", -1)))
                .withMessageContaining("the key family is needed: no detector family fits")
                .withMessageContaining("inputs [pixels FP32[?,3,?,?]], outputs [map FP32[?,1,?,?]]")
                .withMessageContaining("family: dbnet   # one of ")
                .withMessageContaining("labels: [first, second]");
    }

    @Test
    void takesTheNamesThatTheModelCarriesWhereNothingElseNamesClasses() {
        // Given
        var metadata = Map.of("character", "text\ntitle\n");
        // When
        var carried = reader.read(Optional.of("family: picodet"), List.of(), metadata, OPEN);
        var written = reader.read(Optional.of("{family: picodet, labels: [a, b]}"), List.of(), metadata, OPEN);
        // Then
        assertThat(carried.labels()).containsExactly("text", "title");
        assertThat(written.labels()).containsExactly("a", "b");
    }

    @Test
    void namesTheFamiliesThatFitWhenSeveralDo() {
        var two = new SpecReader(new DetectorFamilies(List.of(new Yolo(), new Dbnet(), new Dbnet())));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> two.read(Optional.empty(), List.of(), Map.of(), OPEN))
                .withMessageContaining("each of the families [dbnet, dbnet] fits the model's inputs")
                .withMessageContaining("\nfamily: dbnet   # one of dbnet, dbnet");
    }

    @Test
    void takesTheLabelsOfTheirOwnFileBeforeThoseOfTheSpec() {
        var spec = reader.read(Optional.of("{family: dbnet, labels: [a]}"), List.of("b"), Map.of(), OPEN);

        assertThat(spec.labels()).containsExactly("b");
    }

    @Test
    void takesASpecThatTheModelCarriesUnlessOneIsWrittenBesideIt() {
        // Given
        var metadata =
                Map.of("sightline.detector", "{family: dbnet, thresholds: {score: 0.7, map: 0.2}, labels: [word]}");
        // When
        var carried = reader.read(Optional.empty(), List.of(), metadata, signature("pixels", -1));
        var both = reader.read(Optional.of("thresholds: {score: 0.8}"), List.of(), metadata, signature("pixels", -1));
        // Then
        assertThat(carried.threshold("score")).isEqualTo(0.7);
        assertThat(both.threshold("score")).isEqualTo(0.8);
        assertThat(both.threshold("map")).isEqualTo(0.2);
        assertThat(both.labels()).containsExactly("word");
    }

    @Test
    void centresALetterboxWithTheOddPixelAtTheEnd() {
        // Given
        var input = read("{family: dbnet, input: {resize: letterbox, width: 640, height: 640}}", OPEN)
                .input();
        // When
        var placement = input.place(333, 500);
        // Then 333 * 1.28 = 426.24, (640 - 426) / 2 = 107
        assertThat(placement).isEqualTo(new Placement(333, 500, 640, 640, 107, 0, 426, 640, 426.0 / 333, 1.28));
        assertThat(input.place(1281, 720).top()).isEqualTo(140);
    }

    @Test
    void putsALetterboxAtTheTopLeftWithTheSideTruncated() {
        // Given
        var input = read("{family: dbnet, input: {resize: letterbox-top-left, width: 640, height: 640}}", OPEN)
                .input();
        // When, then 640 * 600 / 801 = 479.4
        assertThat(input.place(801, 600))
                .isEqualTo(new Placement(801, 600, 640, 640, 0, 0, 640, 479, 479.0 / 600, 479.0 / 600));
    }

    @Test
    void truncatesTheLengthsOfALetterboxWhereTheModelWasTrainedSo() {
        // Given
        var input = read("{family: dbnet, input: {resize: letterbox-truncated, width: 640, height: 640}}", OPEN)
                .input();
        // When, then 333 * 640 / 667 = 319.5, (640 - 319) / 2 = 160.5
        assertThat(input.place(333, 667))
                .isEqualTo(new Placement(333, 667, 640, 640, 160, 0, 319, 640, 640.0 / 667, 640.0 / 667));
    }

    @Test
    void growsEachSideToTheNextMultiple() {
        // Given
        var input = read("{family: dbnet, input: {resize: multiple}}", OPEN).input();
        // When, then
        assertThat(input.place(333, 512)).isEqualTo(Placement.stretched(333, 512, 352, 512));
    }

    @ParameterizedTest
    @CsvSource({
        "32,10000,5000,4000,2016",
        "1,10000,5000,4000,2000",
        "32,5,10000,32,4000",
        "48,3990,20,3984,48",
        "32,4000,3999,4000,4000",
        "5000,10,10,5000,5000"
    })
    void boundsTheInputThatAMultipleAsksFor(int multiple, int width, int height, int inputWidth, int inputHeight) {
        // Given
        var input = read("{family: dbnet, input: {resize: multiple, multiple: %d}}".formatted(multiple), OPEN)
                .input();
        // When, then
        assertThat(input.place(width, height)).isEqualTo(Placement.stretched(width, height, inputWidth, inputHeight));
    }

    @Test
    void takesTheChannelsLastWhereTheModelDoes() {
        // Given
        var signature = new ModelSignature(
                List.of(new TensorSignature("image", TensorType.UINT8, List.of(1L, 320L, 480L, 3L))),
                List.of(new TensorSignature("map", TensorType.FP32, List.of(1L, 1L, 320L, 480L))));
        // When
        var input = read("family: dbnet", signature).input();
        // Then
        assertThat(input.layout()).isEqualTo(InputSpec.Layout.NHWC);
        assertThat(input.width()).isEqualTo(480);
        assertThat(input.height()).isEqualTo(320);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {family: 3} | family must be one of [
                    family: dbnett | family dbnett is not known, did you mean dbnet?
                    {family: dbnet, treshold: {}} | the key treshold is not known, did you mean thresholds?
                    {family: dbnet, input: {decod: full}} | the key input.decod is not known, did you mean decode?
                    {family: dbnet, thresholds: {iou: 1}} | the key thresholds.iou is not known
                    {family: dbnet, input: {decode: partly}} | input.decode must be one of ["full","reduced"], was "partly"
                    {family: dbnet, input: {side: long}} | input.side must be a whole number such as 960, was "long"
                    {family: dbnet, input: {side: 0}} | input.side must be above 0, was 0
                    {family: dbnet, input: {width: 640}} | input.width and input.height are given together
                    {family: dbnet, input: {resize: stretch}} | input.resize needs input.width and input.height
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
                    {family: dbnet, family: yolo} | the key family is given a second time in line 1
                    {family: yolov8} | family yolov8 is not known, did you mean yolo?
                    """)
    void namesWhatIsWrong(String text, String message) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> read(text, OPEN))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"640.5", "wide"})
    void namesAWidthThatIsNoWholeNumberWhereTheModelFixesIt(String width) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> read("{family: dbnet, input: {width: %s}}".formatted(width), signature("x", 640)))
                .withMessageStartingWith("input.width must be a whole number such as 640, was ")
                .withMessageContaining(width);
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
        assertThat(read("family: dbnet", OPEN).input().place(width, height))
                .isEqualTo(Placement.stretched(width, height, inputWidth, inputHeight));
    }

    @Test
    void boundsTheInputThatAShortestSideAsksFor() {
        // Given
        var input = read("{family: dbnet, input: {resize: shortest-side, side: 736}}", OPEN)
                .input();
        // When
        var placement = input.place(10_000, 10);
        // Then
        assertThat(placement.width()).isLessThanOrEqualTo(4000);
        assertThat(placement.height()).isEqualTo(32);
    }

    private DetectorSpec read(String text, ModelSignature signature) {
        return reader.read(Optional.of(text), List.of(), Map.of(), signature);
    }

    private static ModelSignature signature(String input, long side) {
        return new ModelSignature(
                List.of(new TensorSignature(input, TensorType.FP32, List.of(-1L, 3L, side, side))),
                List.of(new TensorSignature("map", TensorType.FP32, List.of(-1L, 1L, side, side))));
    }
}
