// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "ui/common/appearance.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QApplication>
#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Earmark;

class TestTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void contrastIsThatOfWcag();
    void everythingCanBeRead_data();
    void everythingCanBeRead();
    void paletteLeadsBackToTheTokens();
    void aPaleSystemAccentIsMadeReadable();
    void typeScalesWithTheSystemFont();
    void choiceChangesThePalette();
    void iconsTakeTheColourAndThePixelRatio();
    void everyIconOfTheSetIsDrawn();
};

void TestTheme::contrastIsThatOfWcag()
{
    QVERIFY(qFuzzyCompare(contrast(Qt::black, Qt::white), 21.0));
    QVERIFY(qFuzzyCompare(contrast(Qt::red, Qt::red), 1.0));
    QVERIFY(std::abs(contrast(QColor(0x76, 0x76, 0x76), Qt::white) - 4.54) < 0.01);
}

void TestTheme::everythingCanBeRead_data()
{
    QTest::addColumn<QColor>("ink");
    QTest::addColumn<QColor>("ground");
    QTest::addColumn<double>("least");
    constexpr double Text = 4.5;
    constexpr double Mark = 3.0;
    for (const auto &[scheme, colors] :
         {std::pair("light", lightColors()), std::pair("dark", darkColors())}) {
        const std::pair<const char *, QColor> inks[]{{"text", colors.text},
                                                     {"second", colors.second},
                                                     {"accent", colors.accent},
                                                     {"warning", colors.warning}};
        const std::pair<const char *, QColor> grounds[]{{"paper", colors.paper},
                                                        {"side", colors.side},
                                                        {"panel", colors.panel},
                                                        {"selection", colors.selection},
                                                        {"tint", colors.accentTint}};
        for (const auto &[inkName, ink] : inks) {
            for (const auto &[groundName, ground] : grounds)
                QTest::addRow("%s: %s on %s", scheme, inkName, groundName) << ink << ground << Text;
        }
        QTest::addRow("%s: button", scheme) << colors.onAccent << colors.accent << Text;
        QTest::addRow("%s: chosen chip", scheme) << colors.paper << colors.text << Text;
        QTest::addRow("%s: played part of the bar", scheme) << colors.accent << colors.side << Mark;
        QTest::addRow("%s: scroll bar under the pointer", scheme)
                << mixed(colors.wave, colors.second, 0.8) << colors.paper << Mark;
    }
}

void TestTheme::everythingCanBeRead()
{
    QFETCH(QColor, ink);
    QFETCH(QColor, ground);
    QFETCH(double, least);
    const double found = contrast(ink, ground);
    QVERIFY2(found >= least, qPrintable(QString::number(found)));
}

void TestTheme::paletteLeadsBackToTheTokens()
{
    QCOMPARE(colorsOf(paletteOf(lightColors())), lightColors());
    QCOMPARE(colorsOf(paletteOf(darkColors())), darkColors());
    const Colors blue = withAccent(darkColors(), QColor(0x35, 0x84, 0xE4));
    QCOMPARE(colorsOf(paletteOf(blue)).accent, blue.accent);
}

void TestTheme::aPaleSystemAccentIsMadeReadable()
{
    for (const QColor &accent : {QColor(0xFF, 0xEE, 0x88), QColor(0x20, 0x20, 0x30)}) {
        for (const Colors &base : {lightColors(), darkColors()}) {
            const Colors colors = withAccent(base, accent);
            QVERIFY(contrast(colors.accent, colors.selection) >= 4.5);
            QVERIFY(contrast(colors.accent, colors.accentTint) >= 4.5);
            QVERIFY(contrast(colors.onAccent, colors.accent) >= 4.5);
        }
    }
}

void TestTheme::typeScalesWithTheSystemFont()
{
    QFont base;
    base.setPointSizeF(20);
    QCOMPARE(scaledFont(base, TextSize::Meta).pointSizeF(), 17.6);
    QCOMPARE(scaledFont(base, TextSize::FirstPage, QFont::Bold).pointSizeF(), 40.0);
    QCOMPARE(scaledFont(base, TextSize::FirstPage, QFont::Bold).weight(), int(QFont::Bold));
    base.setPixelSize(10);
    QCOMPARE(scaledFont(base, TextSize::PodcastTitle).pixelSize(), 16);
}

void TestTheme::choiceChangesThePalette()
{
    Appearance appearance(ColourScheme::Light, false);
    QCOMPARE(QApplication::palette().color(QPalette::Window), lightColors().paper);
    appearance.setChoice(ColourScheme::Dark);
    QCOMPARE(QApplication::palette().color(QPalette::Window), darkColors().paper);
    appearance.setSystemAccent(true);
    QVERIFY(QApplication::palette().color(QPalette::Link) != darkColors().accent);
    QVERIFY(QApplication::font().pointSizeF() >= 10);
}

void TestTheme::iconsTakeTheColourAndThePixelRatio()
{
    const QPixmap icon = iconPixmap(u"play"_s, Qt::red, 20, 2);

    QCOMPARE(icon.size(), QSize(40, 40));
    QCOMPARE(icon.devicePixelRatio(), 2.0);
    const QColor middle = icon.toImage().pixelColor(18, 20);
    QCOMPARE(middle, QColor(Qt::red));
    QVERIFY(iconPixmap(u"nothing of that name"_s, Qt::red, 20, 1).isNull());
}

void TestTheme::everyIconOfTheSetIsDrawn()
{
    const QStringList icons = QDir(u":/icons"_s).entryList();
    QVERIFY(icons.size() > 30);
    for (const QString &file : icons) {
        const QImage image = iconPixmap(file.chopped(4), Qt::black, 24, 1).toImage();
        int inked = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                inked += image.pixelColor(x, y).alpha() > 128 ? 1 : 0;
        }
        QVERIFY2(inked >= 6, qPrintable(file));
    }
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
