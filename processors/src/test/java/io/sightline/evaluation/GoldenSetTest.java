package io.sightline.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenSetTest {
    private static final String IMAGE = "{'id': 9, 'file_name': 'day/1.jpg', 'width': 640, 'height': 480}";
    private static final String BOX = "{'id': 17, 'image_id': 9, 'category_id': 5, 'bbox': [1.5, 2, 30, 40]}";
    private static final String CATEGORY = "{'id': 5, 'name': 'dog'}";
    private static final String WHOLE = document(IMAGE, BOX, CATEGORY);

    @Test
    void readsWhatCountsAndPassesOverTheRest() {
        // Given the lists in another order, fields that nobody asks for, and nulls
        var json = """
                {'info': {'year': 2026}, 'categories': [{'id': 5, 'name': 'dog', 'supercategory': 'animal', 'keypoints': [['a']]}],
                 'annotations': [
                   {'bbox': [1.5, 2, 30, 40], 'id': 17, 'image_id': 9, 'category_id': 5, 'iscrowd': 0, 'ignore': 1,
                    'area': 1200.5, 'segmentation': [[1, 2, 3, 4, 5, 6]]},
                   {'id': 18, 'image_id': 9, 'category_id': 5, 'bbox': [0, 0, 640, 480], 'iscrowd': true, 'area': null,
                    'segmentation': {'counts': 'a', 'size': [640, 480]}}],
                 'images': [{'id': 11, 'file_name': '2.jpg', 'width': 10, 'height': 20, 'license': null},
                            {'id': 9, 'file_name': 'day/1.jpg', 'width': 640, 'height': 480}]}""";
        // When
        var set = read(json);
        // Then
        var first = new GoldenPicture(9, "day/1.jpg", 640, 480);
        var second = new GoldenPicture(11, "2.jpg", 10, 20);
        assertThat(set.pictures()).containsExactly(first, second);
        assertThat(set.boxes(first))
                .containsExactly(
                        new GoldenBox(5, new PixelBox(1.5, 2, 30, 40), false),
                        new GoldenBox(5, new PixelBox(0, 0, 640, 480), true));
        assertThat(set.boxes(second)).isEmpty();
    }

    @Test
    void isNamedByTheHashOfItsDocument() {
        assertThat(read(WHOLE).sha256().hex())
                .isEqualTo("cef6e13c9fa2fc365e93dc18365c294a690ab8675549e2f8c01547353bf1d1aa");
        assertThat(read(WHOLE + " ").sha256()).isNotEqualTo(read(WHOLE).sha256());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'id': 9                  | 'id': null                     | images[0]: id is missing; it must be a whole number such as 1
            'id': 9                  | 'id': '9'                      | images[0]: id must be a whole number such as 1, was "9"
            'id': 9                  | 'id': 9.0                      | images[0]: id must be a whole number such as 1, was 9.0
            'id': 9                  | 'id': 99999999999999999999     | image 99999999999999999999: id must be a whole number such as 1, was 99999999999999999999
            'id': 9                  | 'id': 9, 'id': 9               | image 9: id is given a second time; keep one of the two
            'width': 640,            |                                | image 9: width is missing; it must be a whole number of pixels from 1 to 100000
            'width': 640             | 'width': 640.0                 | image 9: width must be a whole number of pixels from 1 to 100000, was 640.0
            'width': 640             | 'width': 0                     | image 9: width must be a whole number of pixels from 1 to 100000, was 0
            'height': 480            | 'height': 100001               | image 9: height must be a whole number of pixels from 1 to 100000, was 100001
            'day/1.jpg'              | ''                             | image 9: file_name must be a text of 1 to 500 characters, was ""
            'day/1.jpg'              | 7                              | image 9: file_name must be a text of 1 to 500 characters, was 7
            'day/1.jpg'              | 'a\\u0000'                     | image 9: file_name must hold no control characters
            'day/1.jpg'              | '../1.jpg'                     | image 9: file_name must be a path within the set's folder, with slashes and without . or .. parts, was "../1.jpg"
            'day/1.jpg'              | 'day/../../1.jpg'              | image 9: file_name must be a path within the set's folder
            'day/1.jpg'              | '/etc/passwd'                  | image 9: file_name must be a path within the set's folder
            'day/1.jpg'              | 'day\\\\..\\\\1.jpg'           | image 9: file_name must be a path within the set's folder
            'day/1.jpg'              | 'C:1.jpg'                      | image 9: file_name must be a path within the set's folder
            'day/1.jpg'              | 's3://other/1.jpg'             | image 9: file_name must be a path within the set's folder
            'day/1.jpg'              | 'day/'                         | image 9: file_name must be a path within the set's folder
            'id': 17                 | 'id': true                     | annotations[0]: id must be a whole number such as 1, was true
            'image_id': 9            | 'image_id': 8                  | annotation 17: image_id 8 is none of the images' ids; add the image or take the annotation out
            'category_id': 5         | 'category_id': 6               | annotation 17: category_id 6 is none of the categories' ids [5]; add the category or take the annotation out
            'category_id': 5,        |                                | annotation 17: category_id is missing
            [1.5, 2, 30, 40]         | null                           | annotation 17: bbox is missing; it must be four numbers: x, y, width and height in pixels
            [1.5, 2, 30, 40]         | [1.5, 2, 30]                   | annotation 17: bbox must be four finite numbers: x, y, width and height in pixels, was [1.5, 2, 30]
            [1.5, 2, 30, 40]         | [1, 2, 3, 4, 5, 6, 7]          | annotation 17: bbox must be four finite numbers
            [1.5, 2, 30, 40]         | [1, 2, [3], {'a': 4}]          | annotation 17: bbox must be four finite numbers: x, y, width and height in pixels, was [1, 2, [], an object]
            [1.5, 2, 30, 40]         | {'x': 1}                       | annotation 17: bbox must be four finite numbers: x, y, width and height in pixels, was an object
            [1.5, 2, 30, 40]         | [NaN, 2, 30, 40]               | annotation 17: bbox must be four finite numbers: x, y, width and height in pixels, was [NaN, 2, 30, 40]
            [1.5, 2, 30, 40]         | [1, -Infinity, 30, 40]         | annotation 17: bbox must be four finite numbers
            [1.5, 2, 30, 40]         | [1, 2, 1e999, 40]              | annotation 17: bbox must be four finite numbers
            [1.5, 2, 30, 40]         | [1, 2, '30', 40]               | annotation 17: bbox must be four finite numbers
            [1.5, 2, 30, 40]         | [1, 2, -30, 40]                | annotation 17: bbox must have a width and a height above 0
            [1.5, 2, 30, 40]         | [1, 2, 30, 0]                  | annotation 17: bbox must have a width and a height above 0
            [1.5, 2, 30, 40]         | [-1, 2, 30, 40]                | annotation 17: bbox [-1.0, 2.0, 30.0, 40.0] (x, y, width, height) lies outside of image 9, day/1.jpg, of 640x480 pixels
            [1.5, 2, 30, 40]         | [1, -0.6, 30, 40]              | annotation 17: bbox [1.0, -0.6, 30.0, 40.0] (x, y, width, height) lies outside
            [1.5, 2, 30, 40]         | [600, 2, 41, 40]               | annotation 17: bbox [600.0, 2.0, 41.0, 40.0] (x, y, width, height) lies outside
            [1.5, 2, 30, 40]         | [1, 400, 41, 81]               | annotation 17: bbox [1.0, 400.0, 41.0, 81.0] (x, y, width, height) lies outside
            [1.5, 2, 30, 40]         | [1, 2, 3, 4], 'iscrowd': 2     | annotation 17: iscrowd must be 0 or 1, was 2
            [1.5, 2, 30, 40]         | [1, 2, 3, 4], 'iscrowd': '1'   | annotation 17: iscrowd must be 0 or 1, was "1"
            [1.5, 2, 30, 40]         | [1, 2, 3, 4], 'area': -1       | annotation 17: area must be a number from 0 to 1.0E10, or be left out, was -1
            [1.5, 2, 30, 40]         | [1, 2, 3, 4], 'area': NaN      | annotation 17: area must be a number from 0 to 1.0E10, or be left out, was NaN
            [1.5, 2, 30, 40]         | [1, 2, 3, 4], 'iscrowd': 1     | annotations has no box that counts
            'name': 'dog'            | 'name': ' '                    | category 5: name must be a text of 1 to 500 characters, was " "
            'name': 'dog'            | 'nam': 'dog'                   | category 5: name is missing; it must be a text
            {'id': 5, 'name': 'dog'} | 'dog'                          | categories[0] must be an object
            'categories'             | 'labels'                       | categories is missing; write it as COCO's detection format has it
            'categories': [          | 'images': [                    | images is given a second time; keep one of the two
            """)
    void namesWhatIsWrong(String right, String wrong, String message) {
        var json = WHOLE.replace(right, wrong == null ? "" : wrong);

        refuses(json, message);
    }

    @Test
    void refusesIdsAndNamesThatAreGivenTwice() {
        refuses(
                document(IMAGE + ", " + IMAGE.replace("day/1", "2"), BOX, CATEGORY),
                "image 9: id must be given once among the images, was 9");
        refuses(
                document(IMAGE + ", " + IMAGE.replace("9", "10"), BOX, CATEGORY),
                "image 10: file_name must be given once: the picture would count twice, was \"day/1.jpg\"");
        refuses(
                document(IMAGE, BOX + ", " + BOX, CATEGORY),
                "annotation 17: id must be given once among the annotations, was 17");
        refuses(
                document(IMAGE, BOX, CATEGORY + ", " + CATEGORY.replace("dog", "cat")),
                "category 5: id must be given once among the categories, was 5");
        refuses(
                document(IMAGE, BOX, CATEGORY + ", " + CATEGORY.replace("5", "6")),
                "category 6: name must be given once, category 5 has it too, was \"dog\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                                                  | it must be one JSON object with images, annotations and categories
            ``                                                  | it must be one JSON object with images, annotations and categories
            {'images': {}}                                      | images must be a list
            {'images': [], 'annotations': [], 'categories': []} | images is empty; a golden set needs at least one picture
            {'images': [],                                      | it is no JSON near character
            {'images': [] 'a': 1}                               | it is no JSON near character 14: Unexpected character
            {'images': [], 'annotations': [], 'categories': []} {} | it goes on behind its end, at character 52
            """)
    void refusesWhatIsNoGoldenSet(String json, String message) {
        refuses(json, message);
    }

    @Test
    void refusesWhatIsNotUtf8() {
        var json = WHOLE.replace('\'', '"').replace("dog", "h\u00fcnd").getBytes(StandardCharsets.ISO_8859_1);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> GoldenSet.read("set.json", json))
                .withMessage("golden set set.json: it is not UTF-8; save it in that encoding");
    }

    @Test
    void boundsTheBytes() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> GoldenSet.read("set.json", new byte[GoldenSet.MAX_BYTES + 1]))
                .withMessage(
                        "golden set set.json: it has 33554433 bytes, the limit is 33554432; leave out fields such as"
                                + " segmentation, which are not read, or some of the images");
    }

    @Test
    void boundsThePictures() {
        // Given
        var most = images(GoldenSet.MAX_PICTURES);
        // When, then
        assertThat(read(document(most, BOX, CATEGORY)).pictures()).hasSize(GoldenSet.MAX_PICTURES);
        refuses(
                document(images(GoldenSet.MAX_PICTURES + 1), BOX, CATEGORY),
                "it has more than 10000 images, each of which both models would have to look at; leave some out");
    }

    @Test
    void takesBoxesThatWereRoundedToWholePixels() {
        assertThat(read(WHOLE.replace("[1.5, 2, 30, 40]", "[-0.5, -0.5, 641, 481]"))
                        .pictures())
                .hasSize(1);
    }

    @Test
    void makesItsMessagesHarmless() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> GoldenSet.read("a\nb", "[]".getBytes(StandardCharsets.UTF_8)))
                .withMessageStartingWith("golden set a\\u000ab: ");
    }

    @ParameterizedTest
    @CsvSource({"480,640", "640,481"})
    void refusesAPictureOfAnotherSize(int width, int height) {
        var picture = read(WHOLE).pictures().get(0);

        picture.requireSize(640, 480);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> picture.requireSize(width, height))
                .withMessageStartingWith("the picture day/1.jpg (image 9) has " + width + "x" + height
                        + " pixels when it is upright, the golden set says 640x480; ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dog", "Dog"})
    void fitsAModelThatHasTheNameInWhateverCase(String label) {
        read(WHOLE).requireFit(List.of("cat", label));
    }

    private static String images(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> IMAGE.replace("9", Integer.toString(9 + i)).replace("day/1", "day/" + i))
                .collect(Collectors.joining(","));
    }

    private static void refuses(String json, String message) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> read(json))
                .withMessageStartingWith("golden set set.json: " + message);
    }

    private static String document(String images, String annotations, String categories) {
        return "{'images': [" + images + "], 'annotations': [" + annotations + "], 'categories': [" + categories + "]}";
    }

    private static GoldenSet read(String json) {
        return GoldenSet.read("set.json", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
