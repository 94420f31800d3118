package io.sightline.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FamilyHintTest {
    private final DetectorFamilies families = DetectorFamilies.standard();

    @ParameterizedTest
    @CsvSource({
        "yolov8, yolo",
        "yolov8n, yolo",
        "YOLOv8-nano, yolo",
        "yolo8, yolo",
        "yolov9, yolo",
        "yolov9-c, yolo",
        "yolo11, yolo",
        "yolov11, yolo",
        "yolo11x, yolo",
        "yolo12, yolo",
        "yolov5u, yolo",
        "yolov5su, yolo",
        "YOLO, yolo",
        "ultralytics, yolo",
        "yolov10, yolo-end2end",
        "yolo10s, yolo-end2end",
        "yolo26, yolo-end2end",
        "yolo26n, yolo-end2end",
        "yolo-nms, yolo-end2end",
        "yolov8-e2e, yolo-end2end",
        "yolo_end2end, yolo-end2end",
        "yolov5s, yolov5",
        "YOLOv5, yolov5",
        "yolo5, yolov5",
        "rt-detr, rtdetr",
        "RT_DETR, rtdetr",
        "rtdetrv2, rtdetr",
        "rtdetr-l, rtdetr",
        "d-fine, rtdetr",
        "rf-detr, rfdetr",
        "rfdetr-base, rfdetr",
        "torchvision, ssd",
        "ssdlite, ssd",
        "faster-rcnn, ssd",
        "PP-OCRv4, dbnet",
        "paddleocr, dbnet",
        "db, dbnet",
        "CenterFace, centerface",
        "scrfd_10g, scrfd",
        "insightface, scrfd",
        "pp-picodet, picodet",
        "picodet-s, picodet",
        "dbnett, dbnet",
        "senterface, centerface"
    })
    void namesTheFamilyThatReadsTheModel(String name, String family) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> families.named(name))
                .withMessageContaining("family " + name + " is not known, did you mean " + family + "?")
                .withMessageContaining("known families are [dbnet, yolo, ");
    }

    /** A model that no family reads is not to be tried as its neighbour by letters. */
    @ParameterizedTest
    @ValueSource(strings = {"yolov6", "yolov7", "yolox", "yolo-nas", "efficientnet"})
    void namesNoneWhereNoneReadsTheModel(String name) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> families.named(name))
                .withMessageContaining("family " + name + " is not known; known families are");
    }

    @Test
    void isNeverAFamilyThatIsNotKnown() {
        assertThat(FamilyHint.of("yolov8", List.of("dbnet"))).isEmpty();
    }
}
