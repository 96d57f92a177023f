// Holds PDF files against profiles of veraPDF, all files in one virtual machine.
//   java -cp ENGINE Vera.java PROFILE,PROFILE... FILE...
// One line for each file and profile that agree; where they do not, one line for each rule that is broken, with the first example.

import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

public class Vera {
    private static final int RULES_SHOWN = 20;
    private static final int MESSAGE_SHOWN = 300;

    public static void main(String[] arguments) {
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        List<PDFAFlavour> profiles = new ArrayList<>();
        for (String id : arguments[0].split(",")) {
            PDFAFlavour profile = PDFAFlavour.byFlavourId(id);
            if (profile == null || profile == PDFAFlavour.NO_FLAVOUR) {
                throw new IllegalArgumentException("no profile " + id);
            }
            profiles.add(profile);
        }
        for (int at = 1; at < arguments.length; at++) {
            for (PDFAFlavour profile : profiles) {
                check(arguments[at], profile);
            }
        }
        System.out.flush();
        // The engine leaves threads behind that would keep the machine running.
        Runtime.getRuntime().halt(0);
    }

    private static void check(String path, PDFAFlavour profile) {
        String head = path + ": veraPDF " + profile.getId();
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(path), profile);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
            ValidationResult result = validator.validate(parser);
            if (!result.isCompliant()) {
                report(head, result);
            } else if (result.getTotalAssertions() == 0) {
                say("FAIL", head + ": nothing was checked");
            } else {
                say("ok", head + ": " + result.getTotalAssertions() + " checks");
            }
        } catch (Exception | LinkageError | StackOverflowError problem) {
            say("FAIL", head + ": cannot be checked: " + flat(problem.toString()));
        }
    }

    private static void report(String head, ValidationResult result) {
        Map<RuleId, TestAssertion> firsts = new LinkedHashMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                firsts.putIfAbsent(assertion.getRuleId(), assertion);
            }
        }
        if (firsts.isEmpty()) {
            say("FAIL", head + ": refused without a reason");
        }
        int shown = 0;
        for (Map.Entry<RuleId, TestAssertion> first : firsts.entrySet()) {
            if (shown++ == RULES_SHOWN) {
                say("FAIL", head + ": and " + (firsts.size() - RULES_SHOWN) + " other rules");
                return;
            }
            RuleId rule = first.getKey();
            String times = String.valueOf(result.getFailedChecks().getOrDefault(rule, 1));
            String message = first.getValue().getMessage() + " at " + first.getValue().getLocation().getContext();
            say("FAIL", head + ": rule " + rule.getClause() + "-" + rule.getTestNumber() + ", " + times + " times: " + flat(message));
        }
    }

    private static void say(String verdict, String text) {
        System.out.printf("%-5s %s%n", verdict, text);
    }

    private static String flat(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() > MESSAGE_SHOWN ? line.substring(0, MESSAGE_SHOWN) + "…" : line;
    }
}
