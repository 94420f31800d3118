package io.sightline.command;

import io.sightline.cases.CaseResult;
import io.sightline.cases.FileResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** What is said of tests, in the XML that CI servers know from JUnit: a suite for each file. */
final class TestReportAsXml {
    private final XMLStreamWriter xml;

    private TestReportAsXml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static void write(List<FileResult> files, PrintWriter out) {
        try {
            new TestReportAsXml(XMLOutputFactory.newFactory().createXMLStreamWriter(out)).write(files);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        out.println();
        out.flush();
    }

    private void write(List<FileResult> files) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("testsuites");
        for (var file : files) {
            suite(file);
        }
        xml.writeEndElement();
        xml.writeEndDocument();
        xml.flush();
    }

    private void suite(FileResult file) throws XMLStreamException {
        boolean isWrong = !file.findings().isEmpty();
        var took = file.cases().stream().map(CaseResult::took).reduce(Duration.ZERO, Duration::plus);
        xml.writeStartElement("testsuite");
        attribute("name", file.file());
        attribute("tests", String.valueOf(file.cases().size() + (isWrong ? 1 : 0)));
        attribute(
                "failures",
                String.valueOf(
                        file.cases().stream().filter(result -> !result.passed()).count()));
        attribute("errors", isWrong ? "1" : "0");
        attribute("time", seconds(took));
        if (isWrong) {
            testCase("the file is right", file, Duration.ZERO);
            problem(
                    "error",
                    file.findings().get(0).message(),
                    file.findings().stream().map(String::valueOf).collect(Collectors.joining("\n")));
            xml.writeEndElement();
        }
        for (var result : file.cases()) {
            testCase(result.name(), file, result.took());
            if (!result.passed()) {
                problem("failure", result.mismatches().get(0).message(), text(file, result));
            }
            if (!result.notes().isEmpty()) {
                xml.writeStartElement("system-out");
                xml.writeCharacters(clean(String.join("\n", result.notes())));
                xml.writeEndElement();
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private void testCase(String name, FileResult file, Duration took) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute("name", name);
        attribute("classname", file.file());
        attribute("time", seconds(took));
    }

    private void problem(String element, String message, String text) throws XMLStreamException {
        xml.writeStartElement(element);
        attribute("message", message);
        xml.writeCharacters(clean(text));
        xml.writeEndElement();
    }

    private static String text(FileResult file, CaseResult result) {
        return result.mismatches().stream()
                .map(mismatch -> TestReport.line(file, mismatch)
                        + mismatch.details().stream()
                                .map(detail -> "\n    " + detail)
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, clean(value));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1e3);
    }

    /** Without the characters that XML cannot hold. */
    private static String clean(String text) {
        return text.codePoints()
                .filter(letter -> letter >= ' ' || letter == '\n' || letter == '\t' || letter == '\r')
                .filter(letter -> letter != 0xFFFE && letter != 0xFFFF && (letter < 0xD800 || letter > 0xDFFF))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
