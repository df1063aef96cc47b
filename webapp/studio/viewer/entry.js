// The navigated viewer of bpmn-js: shows a drawing, moves and zooms, changes nothing.
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import ZeebeModdle from 'zeebe-bpmn-moddle/resources/zeebe.json';

// Draws the XML into the element; gives the size of the whole drawing and what the reader warned of.
async function show(container, xml) {
  const viewer = new NavigatedViewer({ container, moddleExtensions: { zeebe: ZeebeModdle } });
  const { warnings } = await viewer.importXML(xml);
  const canvas = viewer.get('canvas');
  canvas.zoom('fit-viewport');
  const { inner } = canvas.viewbox();
  const { svg } = await viewer.saveSVG();
  return { width: inner.width, height: inner.height, svg, warnings: warnings.map((each) => each.message) };
}

window.PortalViewer = { show };
