import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleDocValuesField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.facet.DrillDownQuery;
import org.apache.lucene.facet.DrillSideways;
import org.apache.lucene.facet.Facets;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.function.FunctionScoreQuery;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DoubleValuesSource;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.FSDirectory;

/**
 * Lucene beside Officina's engines: the same words, facets and stored records, asked the same.
 *
 * Words come folded and stemmed by Officina, so Lucene only parts them at spaces. It counts facets by
 * its own facet module and mends a word by its own FuzzyQuery, where the query as typed finds nothing.
 */
public final class LuceneContestant {
    private static final int FIRST = 20;
    private static final int MOST_VALUES = 100;
    private static final int HEAP_MIB = 256;
    private static final int SHORTEST_WITH_TWO = 8;
    private static final int WARMING = 2;
    private static final int TIMED = 2;
    private static final String BETWEEN = "\u001f";
    private static final FacetsConfig CONFIG = new FacetsConfig();
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    private final IndexSearcher searcher;
    private final SortedSetDocValuesReaderState state;
    private final String[] facetNames;

    private LuceneContestant(DirectoryReader reader, String[] facetNames) throws IOException {
        this.searcher = new IndexSearcher(reader);
        this.searcher.setQueryCache(null); // each question is timed as if it were new
        this.state = new DefaultSortedSetDocValuesReaderState(reader);
        this.facetNames = facetNames;
    }

    public static void main(String[] arguments) throws IOException {
        for (String name : arguments[1].split(",")) {
            CONFIG.setMultiValued(name, true);
        }
        Path index = Path.of(arguments[2]);
        if (arguments[0].equals("build")) {
            build(index, Path.of(arguments[3]));
        } else {
            ask(index, arguments[1].split(","), Path.of(arguments[3]), Path.of(arguments[4]));
        }
    }

    private static void build(Path index, Path documents) throws IOException {
        IndexWriterConfig how = new IndexWriterConfig(new WhitespaceAnalyzer());
        how.setRAMBufferSizeMB(HEAP_MIB);
        FieldType words = new FieldType();
        words.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        words.setTokenized(true);
        words.freeze();
        try (IndexWriter writer = new IndexWriter(FSDirectory.open(index), how);
                BufferedReader lines = Files.newBufferedReader(documents, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                writer.addDocument(CONFIG.build(document(line.split("\t", -1), words)));
            }
        }
        java.lang.management.OperatingSystemMXBean system =
                ManagementFactory.getOperatingSystemMXBean();
        long cpu = ((com.sun.management.OperatingSystemMXBean) system).getProcessCpuTime();
        System.out.println(cpu / 1e9);
    }

    private static Document document(String[] told, FieldType words) {
        Document document = new Document();
        document.add(new StringField("id", told[0], Field.Store.NO));
        document.add(new NumericDocValuesField("modified", Long.parseLong(told[1])));
        document.add(new DoubleDocValuesField("weight", Double.parseDouble(told[2])));
        for (String pair : parted(told[3])) {
            int equals = pair.indexOf('=');
            String name = pair.substring(0, equals);
            document.add(new SortedSetDocValuesFacetField(name, pair.substring(equals + 1)));
        }
        document.add(new Field("words", told[4], words));
        document.add(new StoredField("stored", told[5].getBytes(StandardCharsets.UTF_8)));
        return document;
    }

    private static void ask(Path index, String[] facetNames, Path questions, Path figures)
            throws IOException {
        Map<String, List<String[]>> classes = new LinkedHashMap<>();
        for (String line : Files.readAllLines(questions, StandardCharsets.UTF_8)) {
            String[] told = line.split("\t", -1);
            classes.computeIfAbsent(told[0], name -> new ArrayList<>()).add(told);
        }
        try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(index));
                PrintWriter out = new PrintWriter(figures.toFile(), StandardCharsets.UTF_8)) {
            LuceneContestant lucene = new LuceneContestant(reader, facetNames);
            for (int round = 0; round < WARMING; round++) {
                for (List<String[]> asked : classes.values()) {
                    for (String[] one : asked) {
                        lucene.answer(one);
                    }
                }
            }
            for (Map.Entry<String, List<String[]>> entry : classes.entrySet()) {
                out.print(entry.getKey());
                for (String[] one : entry.getValue()) {
                    for (int time = 0; time < TIMED; time++) {
                        long began = CLOCK.getCurrentThreadCpuTime();
                        lucene.answer(one);
                        out.print("\t" + (CLOCK.getCurrentThreadCpuTime() - began) / 1e6);
                    }
                }
                out.println();
            }
            out.println("memory\t" + residentMib());
        }
    }

    /** What one question costs: hits with their stored records, and the counts of all facets. */
    private long answer(String[] told) throws IOException {
        Query text = text(told[1], false);
        long total = found(text, told);
        return total > 0 || told[1].isEmpty() ? total : found(text(told[1], true), told);
    }

    private long found(Query text, String[] told) throws IOException {
        boolean isBrowsing = told[1].isEmpty();
        Sort sort = new Sort(new SortField("modified", SortField.Type.LONG, true));
        TopDocs hits;
        Facets facets;
        if (told[2].isEmpty()) {
            FacetsCollector collector = new FacetsCollector();
            hits = isBrowsing
                    ? FacetsCollector.search(searcher, text, FIRST, sort, collector)
                    : FacetsCollector.search(searcher, text, FIRST, collector);
            if (hits.totalHits.value == 0) {
                return 0;
            }
            facets = new SortedSetDocValuesFacetCounts(state, collector);
        } else {
            DrillDownQuery narrowed = new DrillDownQuery(CONFIG, text);
            for (String pair : parted(told[2])) {
                int equals = pair.indexOf('=');
                narrowed.add(pair.substring(0, equals), pair.substring(equals + 1));
            }
            DrillSideways sideways = new DrillSideways(searcher, CONFIG, state);
            DrillSideways.DrillSidewaysResult result = isBrowsing
                    ? sideways.search(narrowed, null, null, FIRST, sort, false)
                    : sideways.search(narrowed, FIRST);
            hits = result.hits;
            facets = result.facets;
        }
        for (String name : facetNames) {
            facets.getTopChildren(MOST_VALUES, name);
        }
        long bytes = 0;
        for (ScoreDoc hit : hits.scoreDocs) {
            bytes += searcher.doc(hit.doc).getBinaryValue("stored").length;
        }
        return hits.totalHits.value + (bytes < 0 ? 1 : 0);
    }

    /** All words; each by itself or one of its stems, one marked with a star also as a beginning. */
    private static Query text(String told, boolean isMended) {
        if (told.isEmpty()) {
            return new MatchAllDocsQuery();
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (String wanted : told.split(" ")) {
            boolean isBeginning = wanted.startsWith("*");
            String[] ways = (isBeginning ? wanted.substring(1) : wanted).split("\\|");
            BooleanQuery.Builder any = new BooleanQuery.Builder();
            Set<String> distinct = new LinkedHashSet<>(List.of(ways));
            for (String way : distinct) {
                any.add(new TermQuery(new Term("words", way)), Occur.SHOULD);
            }
            if (isBeginning) {
                any.add(new PrefixQuery(new Term("words", ways[0])), Occur.SHOULD);
            }
            if (isMended) {
                int edits = ways[0].length() >= SHORTEST_WITH_TWO ? 2 : 1;
                any.add(new FuzzyQuery(new Term("words", ways[0]), edits), Occur.SHOULD);
            }
            all.add(any.build(), Occur.MUST);
        }
        return FunctionScoreQuery.boostByValue(
                all.build(), DoubleValuesSource.fromDoubleField("weight"));
    }

    private static String[] parted(String told) {
        return told.isEmpty() ? new String[0] : told.split(BETWEEN);
    }

    private static double residentMib() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("/proc/self/status has no VmRSS");
    }
}
